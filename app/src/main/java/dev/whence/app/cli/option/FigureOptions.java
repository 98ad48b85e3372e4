package dev.whence.app.cli.option;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.FigurePreset;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import dev.whence.visualization.figure.export.FigureFormat;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every figure shares: which test image, where to write and how finely. */
public final class FigureOptions {

    private static final double SMALLEST_PT = 3;
    private static final double LARGEST_PT = 72;

    @Option(
            names = "--index",
            paramLabel = "N",
            defaultValue = "0",
            description = "Position of the test image drawn, counted within --subset-test. Default: ${DEFAULT-VALUE}.")
    public int index;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The figure: .png, .svg or .pdf by the name; written whole or not at all.")
    @Nullable
    Path out;

    @Option(names = "--dpi", paramLabel = "N", description = "Resolution of pixels. Default: that of the preset.")
    @Nullable
    Integer dpi;

    @Option(
            names = "--font",
            paramLabel = "PT",
            description = "Size of running text in points. Default: that of the preset.")
    @Nullable
    Double font;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    /** Refuses a file that cannot be written or whose format is unknown, before any work is done. */
    public void check() {
        OutputOptions.checkWritable(file());
        FigureFormat.of(file());
        if (font != null && !(font >= SMALLEST_PT && font <= LARGEST_PT)) {
            throw new BadInputException("--font is " + font + "; give 3 to 72 points.");
        }
    }

    /** Size of running text in points. */
    public double letters(FigurePreset preset) {
        return font == null ? preset.fontPt() : font;
    }

    Path file() {
        return Objects.requireNonNull(out);
    }

    /**
     * @throws BadInputException if there is no test image of that index
     */
    public void checkIndex(Workspace opened) {
        int tests = opened.images(Split.TEST).size();
        if (index < 0 || index >= tests) {
            throw new BadInputException(
                    "There is no test image " + index + "; --index goes from 0 to " + (tests - 1) + ".");
        }
    }

    public void write(Figure figure, FigurePreset preset, String provenance) {
        FigureExport.write(figure, file(), new ExportSettings(dpi == null ? preset.dpi() : dpi), provenance);
    }

    /** What JSON tells of a figure of an explanation. */
    public static ObjectNode facts(Explanation explanation) {
        ObjectNode facts = JsonText.object();
        facts.put("target", explanation.positiveClass());
        if (explanation.negativeClass() >= 0) {
            facts.put("target_against", explanation.negativeClass());
        }
        facts.put("positive", explanation.ranking().proponents().size());
        facts.put("negative", explanation.ranking().opponents().size());
        facts.put("train", explanation.ranking().trainSize());
        return facts;
    }

    /** @param facts what JSON tells beside the file's name */
    public void report(Console console, ObjectNode facts) {
        if (!json) {
            console.out().println(file());
            return;
        }
        ObjectNode root = JsonText.object();
        root.put("out", file().toString());
        root.put("test_index", index);
        root.setAll(facts);
        JsonText.print(console.out(), root);
    }
}
