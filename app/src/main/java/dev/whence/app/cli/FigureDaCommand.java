package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.figure.DataAttributionFigure;
import dev.whence.visualization.figure.DataAttributionPanel;
import dev.whence.visualization.figure.ExportSettings;
import dev.whence.visualization.figure.FigureExport;
import dev.whence.visualization.figure.FigureFormat;
import dev.whence.visualization.figure.FigurePreset;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "da", description = "Data attribution: one test image between its strongest opponents and proponents.")
final class FigureDaCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    TrainTestOptions data = new TrainTestOptions();

    @Mixin
    MethodOptions method = new MethodOptions();

    @Option(
            names = "--index",
            paramLabel = "N",
            defaultValue = "0",
            description = "Position of the test image drawn, counted within --subset-test. Default: ${DEFAULT-VALUE}.")
    int index;

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
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "Proponents and opponents drawn. Default: ${DEFAULT-VALUE}.")
    int k = 5;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    FigureDaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path file = Objects.requireNonNull(out);
        OutputOptions.checkWritable(file);
        FigureFormat.of(file);
        if (k < 1 || k > 100) {
            throw new BadInputException("--k is " + k + "; give 1 to 100 images on either side.");
        }
        FigurePreset preset = FigurePreset.parse(workspace.preprocess.takeFigurePreset());
        ExportSettings export = new ExportSettings(dpi == null ? preset.dpi() : dpi);
        WorkspaceSpec spec = workspace.spec(data.train(), data.requiredTest());
        return draw(spec, MethodRegistry.byId(method.method), preset, export, file);
    }

    private <S extends Record> Integer draw(
            WorkspaceSpec spec, AttributionMethod<S> chosen, FigurePreset preset, ExportSettings export, Path file) {
        S settings = SettingsSchema.of(chosen.settingsType()).parse(method.settings);
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            int tests = opened.images(Split.TEST).size();
            if (index < 0 || index >= tests) {
                throw new BadInputException(
                        "There is no test image " + index + "; --index goes from 0 to " + (tests - 1) + ".");
            }
            Explanation explanation = opened.explain(chosen, settings, index, method.target(), progress);
            DataAttributionPanel panel = new ExplanationPanel(opened, chosen, settings).of(explanation, k, progress);
            progress.checkCancelled();
            FigureExport.write(DataAttributionFigure.of(panel, preset), file, export, explanation.provenance());
            progress.clear();
            report(explanation, file);
        }
        return CommandRunner.DONE;
    }

    private void report(Explanation explanation, Path file) {
        if (!json) {
            console.out().println(file);
            return;
        }
        ObjectNode root = JsonText.object();
        root.put("out", file.toString());
        root.put("test_index", explanation.testIndex());
        root.put("target", explanation.positiveClass());
        root.put("positive", explanation.ranking().proponents().size());
        root.put("negative", explanation.ranking().opponents().size());
        root.put("train", explanation.ranking().trainSize());
        JsonText.print(console.out(), root);
    }
}
