package dev.whence.engine.model.reader.pickle;

import java.util.LinkedHashMap;
import java.util.Map;

/** An instance of a class whose source lies in the same archive: in practice a module. Compared by identity. */
public final class PyObject {

    private final String className;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    /** @param className qualified, for example {@code __torch__.torch.nn.modules.conv.Conv2d} */
    public PyObject(String className) {
        this.className = className;
    }

    public String className() {
        return className;
    }

    /** Attributes by name in stored order; may be written to. */
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return className;
    }
}
