package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.script.Declarations.ClassDef;
import dev.whence.engine.model.reader.script.Declarations.FunctionDef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All classes and functions of an archive by qualified name. */
final class CodeLibrary {

    private static final String FOLDER = "code/";
    private static final String SUFFIX = ".py";

    private final Map<String, ClassDef> classes = new LinkedHashMap<>();
    private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
    private final List<Declarations> files = new ArrayList<>();

    /**
     * Adds one code file.
     *
     * @param entry its name in the archive, for example {@code code/__torch__/net.py}
     * @throws BadInputException if it does not follow the grammar
     */
    void add(String entry, String text) {
        Declarations declarations = Parser.parse(entry, text);
        files.add(declarations);
        String prefix = entry.substring(FOLDER.length(), entry.length() - SUFFIX.length())
                .replace('/', '.');
        for (ClassDef type : declarations.classes()) {
            if (classes.put(prefix + "." + type.name(), type) != null) {
                throw Lexer.unreadable(type.place());
            }
        }
        for (FunctionDef function : declarations.functions()) {
            functions.put(prefix + "." + function.name(), function);
        }
    }

    @Nullable
    ClassDef classNamed(String qualified) {
        return classes.get(qualified);
    }

    @Nullable
    FunctionDef functionNamed(String qualified) {
        return functions.get(qualified);
    }

    Map<String, ClassDef> classes() {
        return classes;
    }

    List<Declarations> files() {
        return files;
    }
}
