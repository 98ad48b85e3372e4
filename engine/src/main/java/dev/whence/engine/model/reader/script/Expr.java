package dev.whence.engine.model.reader.script;

import java.util.List;

/** An expression of the archive's source. The language has no infix operators. */
sealed interface Expr {

    Place place();

    record Name(Place place, String id) implements Expr {}

    /** @param value Long, Double, String, Boolean or PyNone */
    record Literal(Place place, Object value) implements Expr {}

    record Items(Place place, boolean tuple, List<Expr> items) implements Expr {}

    record Dict(Place place, List<Expr> keys, List<Expr> values) implements Expr {}

    record Attribute(Place place, Expr target, String name) implements Expr {}

    record Call(Place place, Expr callee, List<Expr> arguments, List<Keyword> keywords) implements Expr {}

    record Index(Place place, Expr target, List<Expr> items) implements Expr {}

    record Negate(Place place, Expr operand) implements Expr {}

    record Keyword(String name, Expr value) {}
}
