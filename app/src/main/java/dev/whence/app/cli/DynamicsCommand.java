package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DynamicsOptions;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.report.DynamicsReport;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dynamics",
        description = {
            "When a decision was learnt, and from which training images.",
            "",
            "With --out, arrays in one .npz, k numbers for each of t images: initial, predicted (the reconstruction), actual"
                    + " [t,k], per_image [n,t,k], per_step [s,t,k], per_group [g,t,k] (parameters, named in groups),"
                    + " regularisation [s,t,k], target [t,k], residual [s,t,k] (before closing) and more. Sum of"
                    + " per_image, sum of regularisation and initial make predicted.",
        })
final class DynamicsCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    DynamicsOptions options = new DynamicsOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Option(
            names = "--target",
            paramLabel = "all|predicted|label|N|A-B",
            defaultValue = "predicted",
            description = "The numbers explained: those of all classes, or of one. Default: ${DEFAULT-VALUE}.")
    String target = "predicted";

    DynamicsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        output.check();
        @Nullable Target explained = DynamicsOptions.target(target);
        Manifest manifest = new Manifest("dynamics");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                HistoryFolder history = options.open();
                Workspace opened = Opening.of(console, options.spec(history), progress)) {
            manifest.lap("open");
            int[] tests = IntStream.range(0, opened.images(Split.TEST).size()).toArray();
            DynamicsRequest request = new DynamicsRequest(tests, explained, options.options(), options.checkpoints);
            try (Dynamics dynamics = opened.dynamics().explain(history, request, progress)) {
                manifest.lap("explain");
                progress.checkCancelled();
                DynamicsReport report = new DynamicsReport(console, opened, dynamics);
                if (output.out != null) {
                    write(opened, history, dynamics, report, manifest);
                }
                progress.clear();
                report.print(output.out, output.json);
            }
        }
        return CommandRunner.DONE;
    }

    private void write(
            Workspace opened, HistoryFolder history, Dynamics dynamics, DynamicsReport report, Manifest manifest) {
        manifest.describeTrainAndTest(opened);
        manifest.root().put("history", history.folder().toString());
        manifest.root().put("target", target);
        dynamics.info().choices().forEach(manifest.root().putArray("choices")::add);
        if (output.out != null) {
            NpzWriter.write(
                    output.out,
                    report.arrays(),
                    Map.of(
                            "groups", dynamics.info().groups(),
                            "train_ids", ImageWords.ids(opened.images(Split.TRAIN)),
                            "test_ids", ImageWords.ids(opened.images(Split.TEST))),
                    Map.of("manifest.json", manifest.text()));
        }
    }
}
