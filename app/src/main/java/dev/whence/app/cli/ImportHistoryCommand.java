package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.TrainOptions;
import dev.whence.app.cli.option.WorkspaceOptions;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.workspace.HistoryImport;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import-history",
        description = {
            "Turn a training recorded elsewhere into a history that 'whence dynamics' explains.",
            "",
            "From an .npz with params [steps+1,p], batch_indices [steps,b] (-1 is padding), lr_per_step [steps], perhaps"
                    + " wd_per_step [steps] and exp_avg_sq [steps+1,p]; or from a folder with step_000000.pt (.safetensors)"
                    + " and so on and history.json with batches and learning_rates. What is missing is computed.",
        })
final class ImportHistoryCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    TrainOptions training = new TrainOptions();

    @Option(names = "--npz", paramLabel = "FILE", description = "The history as arrays in one file.")
    @Nullable
    Path npz;

    @Option(names = "--checkpoints", paramLabel = "DIR", description = "The history as a folder of checkpoints.")
    @Nullable
    Path checkpoints;

    @Option(
            names = "--optimizer",
            required = true,
            paramLabel = "TEXT",
            description = "Such as sgd,momentum=0.9 or adamw,beta1=0.9,beta2=0.98,eps=1e-8,weight_decay=0.5.")
    String optimizer = "";

    @Option(
            names = "--keep",
            paramLabel = "K",
            defaultValue = "0",
            description = "Keep only K checkpoints, evenly chosen: smaller, and an approximation. Default: all.")
    int keep;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder of the history.")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    ImportHistoryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        DataSource train = training.source();
        if (train == null) {
            throw new BadInputException("No training images were given; name them with --train.");
        }
        WorkspaceSpec spec = workspace.spec(train, null);
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, spec, progress)) {
            HistoryImport.Report report = opened.dynamics()
                    .importHistory(
                            place(), OptimizerText.parse(optimizer), keep, Objects.requireNonNull(out), progress);
            progress.clear();
            print(report);
        }
        return CommandRunner.DONE;
    }

    private void check() {
        if ((npz == null) == (checkpoints == null)) {
            throw new BadInputException("Give the history either with --npz or with --checkpoints.");
        }
        if (keep != 0 && keep < 2) {
            throw new BadInputException("--keep is " + keep + "; give 2 or more, or leave it away to keep all.");
        }
        if (checkpoints != null && !Files.isDirectory(checkpoints)) {
            throw new BadInputException("There is no folder " + checkpoints + "; check the path.");
        }
        Path target = Objects.requireNonNull(out);
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new BadInputException("The output " + target + " is a file; give a folder with --out.");
        }
        OptimizerText.parse(optimizer);
    }

    private Path place() {
        return Objects.requireNonNull(npz != null ? npz : checkpoints);
    }

    private void print(HistoryImport.Report report) {
        if (json) {
            ObjectNode root = JsonText.object();
            root.put("out", String.valueOf(out));
            root.put("steps", report.steps());
            root.put("checkpoints", report.states());
            root.put("second_moments_recomputed", report.secondMomentsRecomputed());
            root.put("update_error", report.updateError());
            root.put("reconstruction_error", report.reconstructionError());
            JsonText.print(console.out(), root);
        } else {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%d steps, %d of %d checkpoints%s, written to %s",
                            report.steps(),
                            report.states(),
                            report.steps() + 1,
                            report.secondMomentsRecomputed() ? ", second moments computed from the batches" : "",
                            out));
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "mean |reconstruction - network| %.3g; the batches leave up to %.2g of a step unexplained",
                            report.reconstructionError(),
                            report.updateError()));
        }
        if (report.isSuspicious()) {
            console.warn(
                    "Note: the batches do not explain the recorded steps; check the optimiser's settings, the learning"
                            + " rates, the order of the training images and the preprocessing, and that no augmentation or"
                            + " dropout was active.");
        }
    }
}
