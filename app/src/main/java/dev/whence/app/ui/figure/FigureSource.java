package dev.whence.app.ui.figure;

import dev.whence.engine.job.Progress;
import dev.whence.visualization.figure.Figure;
import java.util.List;

/**
 * What the export dialog makes figures of.
 *
 * @param <K> what a figure may show; its text is that of the choice
 */
public interface FigureSource<K> {

    /**
     * A figure with what it was made from.
     *
     * @param provenance JSON, to be embedded
     */
    record Drawn(Figure figure, String provenance) {}

    /** What there is to choose from. */
    List<K> kinds();

    /** What is chosen first. */
    K first();

    /** Computes what is missing and lays it out, exactly as the command line does; not called on the UI thread. */
    Drawn draw(FigureChoice<K> choice, Progress progress);

    /** The command that writes the same file. */
    String command(FigureChoice<K> choice, String file);

    /** A good name for the file, without its ending. */
    String fileName(K kind);
}
