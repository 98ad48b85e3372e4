package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Splits source text into tokens; line ends count only outside brackets. */
final class Lexer {

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int at;
    private final Deque<Place> brackets = new ArrayDeque<>();
    private Place place;

    private Lexer(String file, String text) {
        this.file = file;
        this.text = text;
        this.place = new Place(file, 1);
        indents.push(0);
    }

    /** @throws BadInputException naming file and line if a character or string cannot be read */
    static List<Token> tokens(String file, String text) {
        return new Lexer(file, text).run();
    }

    static BadInputException unreadable(Place place) {
        return new BadInputException("cannot read the model's code at " + place
                + "; the file is damaged or was not written by PyTorch, save the model again");
    }

    private List<Token> run() {
        boolean lineStart = true;
        while (at < text.length()) {
            if (lineStart && brackets.isEmpty()) {
                lineStart = indentation();
                continue;
            }
            lineStart = false;
            char c = text.charAt(at);
            if (c == '\n') {
                if (brackets.isEmpty()) {
                    add(Token.Kind.NEWLINE, "\n");
                    lineStart = true;
                }
                at++;
                place = new Place(file, place.line() + 1);
            } else if (c == ' ' || c == '\r' || c == '\t') {
                at++;
            } else if (c == '#') {
                skipComment();
            } else {
                token(c);
            }
        }
        if (!brackets.isEmpty()) {
            throw unreadable(brackets.element());
        }
        if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Token.Kind.NEWLINE) {
            add(Token.Kind.NEWLINE, "\n");
        }
        while (indents.size() > 1) {
            indents.pop();
            add(Token.Kind.DEDENT, "");
        }
        add(Token.Kind.END, "");
        return tokens;
    }

    /** Consumes leading blanks; returns whether the line turned out to be empty, so that another line starts. */
    private boolean indentation() {
        int start = at;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '#') {
            skipComment();
        }
        if (at >= text.length()) {
            return false;
        }
        if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
            if (text.charAt(at) == '\n') {
                place = new Place(file, place.line() + 1);
            }
            at++;
            return true;
        }
        int width = at - start;
        if (width > indents.element()) {
            indents.push(width);
            add(Token.Kind.INDENT, "");
        }
        while (width < indents.element()) {
            indents.pop();
            add(Token.Kind.DEDENT, "");
        }
        if (width != indents.element()) {
            throw unreadable(place);
        }
        return false;
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void token(char c) {
        if (isNameStart(c)) {
            int start = at;
            while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
                at++;
            }
            add(Token.Kind.NAME, text.substring(start, at));
        } else if (isDigit(c)) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (text.startsWith("->", at)) {
            add(Token.Kind.SYMBOL, "->");
            at += 2;
        } else if ("()[]{}:,.=-".indexOf(c) >= 0) {
            symbol(c);
        } else {
            throw unreadable(place);
        }
    }

    private void symbol(char c) {
        if ("([{".indexOf(c) >= 0) {
            brackets.push(place);
        } else if (")]}".indexOf(c) >= 0) {
            if (brackets.isEmpty()) {
                throw unreadable(place);
            }
            brackets.pop();
        }
        add(Token.Kind.SYMBOL, Character.toString(c));
        at++;
    }

    private void number() {
        int start = at;
        boolean fraction = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponentSign = (c == '-' || c == '+') && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E');
            if (!isDigit(c) && c != '.' && c != 'e' && c != 'E' && !exponentSign) {
                break;
            }
            fraction |= !isDigit(c);
            at++;
        }
        add(fraction ? Token.Kind.FLOAT : Token.Kind.INTEGER, text.substring(start, at));
    }

    private void string(char quote) {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\n' || (c == '\\' && at >= text.length())) {
                throw unreadable(place);
            }
            content.append(c == '\\' ? escape() : c);
        }
        if (at >= text.length()) {
            throw unreadable(place);
        }
        at++;
        add(Token.Kind.STRING, content.toString());
    }

    private char escape() {
        char c = text.charAt(at++);
        if (c >= '0' && c <= '7') {
            int value = c - '0';
            for (int i = 0; i < 2 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7'; i++) {
                value = value * 8 + text.charAt(at++) - '0';
            }
            return (char) value;
        }
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> '\u0007';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> '\u000b';
            default -> c;
        };
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void add(Token.Kind kind, String content) {
        tokens.add(new Token(kind, content, place));
    }
}
