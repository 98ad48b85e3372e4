package dev.whence.engine.model.reader.script;

/**
 * @param text the text as written; for strings the decoded content
 */
record Token(Kind kind, String text, Place place) {

    enum Kind {
        NAME,
        INTEGER,
        FLOAT,
        STRING,
        SYMBOL,
        NEWLINE,
        INDENT,
        DEDENT,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName(String word) {
        return kind == Kind.NAME && text.equals(word);
    }
}
