package dev.whence.engine.model.reader.script;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a code file declares. */
record Declarations(List<ClassDef> classes, List<FunctionDef> functions) {

    /**
     * @param base {@code Module}, {@code NamedTuple} or empty
     * @param fields declared attributes in order, {@code __annotations__["0"]} included
     */
    record ClassDef(Place place, String name, String base, List<Stmt.Assign> fields, Map<String, FunctionDef> methods) {

        /** The texts of a list such as {@code __parameters__}. */
        List<String> names(String list) {
            for (Stmt.Assign field : fields) {
                if (field.target() instanceof Expr.Name name
                        && name.id().equals(list)
                        && field.value() instanceof Expr.Items items) {
                    return items.items().stream()
                            .filter(item -> item instanceof Expr.Literal)
                            .map(item -> ((Expr.Literal) item).value().toString())
                            .toList();
                }
            }
            return List.of();
        }

        /** The value or type given to a field, or null if there is no such field. */
        Stmt.@Nullable Assign field(String wanted) {
            for (Stmt.Assign field : fields) {
                if (field.target() instanceof Expr.Name name && name.id().equals(wanted)) {
                    return field;
                }
            }
            return null;
        }
    }

    record FunctionDef(Place place, String name, List<Parameter> parameters, List<Stmt> body) {}

    record Parameter(String name, @Nullable Expr defaultValue) {}
}
