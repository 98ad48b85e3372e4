package dev.whence.engine.store;

import dev.whence.engine.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One stored result.
 *
 * @param arrays by name (letters, digits, {@code _ . -})
 * @param facts how it came about, for people: timings, device, versions; not part of the key
 */
public record Artifact(Map<String, Tensor> arrays, Map<String, String> facts) {

    public Artifact {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        for (String name : arrays.keySet()) {
            if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
                throw new IllegalArgumentException("array name '" + name + "'");
            }
        }
    }
}
