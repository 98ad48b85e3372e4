package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DataOptions;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.option.WorkspaceOptions;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "predict",
        description = {
            "What the classifier makes of each image.",
            "",
            "With --out, arrays in one .npz: logits [n,k], features [n,d] (input of the final layer), labels [n] (-1 where"
                    + " unknown), ids [n] (SHA-256 of each image). Without it, one line for each image.",
        })
final class PredictCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.check();
        WorkspaceSpec spec = workspace.spec(null, data.required());
        Manifest manifest = new Manifest("predict");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            manifest.lap("open");
            Representations images = opened.representations(Split.TEST, progress);
            manifest.lap("predict");
            Path out = output.out;
            if (out != null) {
                write(out, opened, images, manifest);
            }
            progress.checkCancelled();
            progress.clear();
            report(opened, images);
        }
        return CommandRunner.DONE;
    }

    private static void write(Path out, Workspace opened, Representations images, Manifest manifest) {
        List<String> ids = ImageWords.ids(opened.images(Split.TEST));
        manifest.describe(opened.classifier());
        manifest.describe("data", opened.spec().test(), opened.images(Split.TEST), ids);
        manifest.describe(opened.spec());
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("logits", images.logits().toFloat32());
        arrays.put("features", images.features().toFloat32());
        arrays.put("labels", images.labels());
        NpzWriter.write(out, arrays, Map.of("ids", ids), Map.of("manifest.json", manifest.text()));
    }

    private void report(Workspace opened, Representations images) {
        int labelled = 0;
        int right = 0;
        for (int i = 0; i < images.size(); i++) {
            long label = images.labels().longs()[i];
            labelled += label >= 0 ? 1 : 0;
            right += label >= 0 && label == images.predicted(i) ? 1 : 0;
        }
        if (output.json) {
            printJson(opened, images, labelled, right);
            return;
        }
        if (output.out == null) {
            printLines(opened, images);
        }
        String accuracy =
                labelled == 0 ? "no labels" : String.format(Locale.ROOT, "%d of %d labelled right", right, labelled);
        console.out()
                .println(images.size() + " images, " + images.classes() + " classes, " + accuracy
                        + (output.out == null ? "" : ", written to " + output.out));
    }

    private void printLines(Workspace opened, Representations images) {
        ImageDataset pictures = opened.images(Split.TEST);
        for (int i = 0; i < images.size(); i++) {
            int predicted = images.predicted(i);
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%d\t%s\tlabel %s\tpredicted %s\t%.4f",
                            i,
                            pictures.name(i),
                            ImageWords.className(
                                    opened.classNames(), images.labels().longs()[i]),
                            ImageWords.className(opened.classNames(), predicted),
                            ImageWords.confidence(images, i, predicted)));
        }
    }

    private void printJson(Workspace opened, Representations images, int labelled, int right) {
        ObjectNode root = JsonText.object();
        root.put("images", images.size());
        root.put("classes", images.classes());
        root.put("labelled", labelled);
        root.put("right", right);
        if (output.out != null) {
            root.put("out", output.out.toString());
        } else {
            ImageDataset pictures = opened.images(Split.TEST);
            ArrayNode predictions = root.putArray("predictions");
            for (int i = 0; i < images.size(); i++) {
                int predicted = images.predicted(i);
                ObjectNode node = predictions.addObject();
                node.put("index", i);
                node.put("name", pictures.name(i));
                node.put("id", pictures.id(i));
                node.put("label", images.labels().longs()[i]);
                node.put("predicted", predicted);
                node.put("predicted_name", ImageWords.className(opened.classNames(), predicted));
                node.put("confidence", ImageWords.confidence(images, i, predicted));
            }
        }
        JsonText.print(console.out(), root);
    }
}
