package dev.whence.engine.relevance;

/**
 * A way of distributing the value of a class over the input. Implementations are stateless and register in {@code
 * META-INF/services}.
 *
 * @param <S> the method's settings, a record annotated with {@link dev.whence.engine.settings.Setting}
 */
public interface HeatmapMethod<S extends Record> {

    /** Short stable name used on the command line and in files, for example {@code lrp}. */
    String id();

    /** Name shown to people. */
    String title();

    /** Changes whenever the same input would give other numbers; part of every cache key. */
    String version();

    /** One sentence: what the map shows. */
    String summary();

    Class<S> settingsType();

    /**
     * Prepares the method for one network.
     *
     * @throws dev.whence.engine.BadInputException if the settings do not suit the network
     */
    HeatmapExplainer prepare(HeatmapTask task, S settings);
}
