package dev.whence.engine.relevance;

import dev.whence.engine.BadInputException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The heatmap methods on the class path, third parties' included. */
public final class HeatmapMethods {

    private HeatmapMethods() {}

    /** All methods, sorted by id. */
    public static List<HeatmapMethod<?>> all() {
        return ServiceLoader.load(HeatmapMethod.class).stream()
                .map(ServiceLoader.Provider::get)
                .<HeatmapMethod<?>>map(method -> method)
                .sorted(Comparator.comparing(HeatmapMethod::id))
                .toList();
    }

    /**
     * @throws BadInputException if there is no method of that id
     */
    public static HeatmapMethod<?> byId(String id) {
        return all().stream()
                .filter(method -> method.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new BadInputException("There is no heatmap method '" + id + "'; choose from "
                        + all().stream().map(HeatmapMethod::id).collect(Collectors.joining(", ")) + "."));
    }
}
