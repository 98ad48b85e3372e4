package dev.whence.engine.model.reader.script;

import org.jspecify.annotations.Nullable;

/** Dotted names such as {@code torch.relu}. */
final class Names {

    private Names() {}

    /** The full name of a chain of attributes of a plain name, or null if the chain starts otherwise. */
    static @Nullable String dotted(Expr expression) {
        if (expression instanceof Expr.Name name) {
            return name.id();
        }
        if (expression instanceof Expr.Attribute attribute) {
            String target = dotted(attribute.target());
            return target == null ? null : target + "." + attribute.name();
        }
        return null;
    }

    /** The part before the first dot. */
    static String root(String dotted) {
        int dot = dotted.indexOf('.');
        return dot < 0 ? dotted : dotted.substring(0, dot);
    }
}
