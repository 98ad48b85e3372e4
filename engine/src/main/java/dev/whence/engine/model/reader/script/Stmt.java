package dev.whence.engine.model.reader.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of the archive's source. */
sealed interface Stmt {

    Place place();

    record Pass(Place place) implements Stmt {}

    record Return(Place place, Expr value) implements Stmt {}

    record If(Place place, Expr test, List<Stmt> then, List<Stmt> otherwise) implements Stmt {}

    record While(Place place, Expr test, List<Stmt> body) implements Stmt {}

    record For(Place place, Expr target, Expr sequence, List<Stmt> body) implements Stmt {}

    /** An assignment, or with no value a declaration. */
    record Assign(
            Place place,
            Expr target,
            @Nullable Expr type,
            @Nullable Expr value) implements Stmt {}

    record Evaluate(Place place, Expr value) implements Stmt {}
}
