package dev.whence.engine.attribution;

import dev.whence.engine.BadInputException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The attribution methods on the class path, third parties' included. */
public final class MethodRegistry {

    private MethodRegistry() {}

    /** All methods, sorted by id. */
    public static List<AttributionMethod<?>> all() {
        return ServiceLoader.load(AttributionMethod.class).stream()
                .map(ServiceLoader.Provider::get)
                .<AttributionMethod<?>>map(method -> method)
                .sorted(Comparator.comparing(AttributionMethod::id))
                .toList();
    }

    /**
     * @throws BadInputException if there is no method of that id
     */
    public static AttributionMethod<?> byId(String id) {
        return all().stream()
                .filter(method -> method.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no attribution method '" + id + "'; choose from "
                        + all().stream().map(AttributionMethod::id).collect(Collectors.joining(", ")) + "."));
    }
}
