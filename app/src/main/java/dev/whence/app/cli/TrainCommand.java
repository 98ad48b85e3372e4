package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.ClassesOption;
import dev.whence.app.cli.option.ExecutionOptions;
import dev.whence.app.cli.option.PreprocessOptions;
import dev.whence.app.cli.option.TrainTestOptions;
import dev.whence.app.cli.option.TrainingOptions;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.training.TrainingSettings.Interval;
import dev.whence.engine.training.request.TrainingPreparation;
import dev.whence.engine.training.request.TrainingRequest;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.StepReport;
import dev.whence.engine.training.run.Trainer;
import dev.whence.engine.training.run.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = {
            "Trains a classifier and can keep how it came to be.",
            "",
            "The folder gets model.safetensors with network.json (open either of them in Whence), log.csv, run.json and"
                    + " history/. Started again with the same options, a run that was cancelled or killed goes on and ends"
                    + " with the same bits.",
        })
final class TrainCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    TrainingOptions training = new TrainingOptions();

    @Mixin
    TrainTestOptions data = new TrainTestOptions();

    @Mixin
    PreprocessOptions preprocess = new PreprocessOptions();

    @Mixin
    ClassesOption classes = new ClassesOption();

    @Mixin
    ExecutionOptions execution = new ExecutionOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder for everything.")
    @Nullable
    Path out;

    @Option(names = "--anyway", description = "Begin although the disk seems too small for the history.")
    boolean anyway;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = folder();
        TrainingRequest request = new TrainingRequest(
                training.start(),
                data.train(),
                data.test(),
                preprocess.preprocessing(),
                classes.names(),
                training.settings(execution.seed),
                folder,
                execution.cacheFolder());
        try (ConsoleProgress progress = new ConsoleProgress(console);
                ExecutionEngine engine = ExecutionEngine.open(execution.settings())) {
            TrainingPreparation prepared = TrainingPreparation.of(request, engine, progress);
            progress.clear();
            announce(prepared);
            prepared.notes().forEach(note -> console.warn("Note: " + note));
            List<EpochReport> log = train(prepared, progress);
            progress.clear();
            report(prepared, log);
        }
        return CommandRunner.DONE;
    }

    private Path folder() {
        if (out == null || (Files.exists(out) && !Files.isDirectory(out))) {
            throw new BadInputException("The output " + out + " is a file; give a folder with --out.");
        }
        return out;
    }

    private void announce(TrainingPreparation prepared) {
        if (Trainer.goesOn(prepared.job())) {
            console.warn("Note: going on with the training in " + prepared.job().folder() + ".");
        } else if (prepared.job().settings().interval().kind() != Interval.Kind.NONE) {
            if (!anyway) {
                prepared.forecast().requireSpace(prepared.job().folder());
            }
            console.warn("Note: the history will hold " + prepared.forecast().text() + ".");
        }
    }

    private List<EpochReport> train(TrainingPreparation prepared, ConsoleProgress progress) {
        try {
            return Trainer.run(prepared.job(), anyway, new EpochLines(progress), progress);
        } catch (CancelledException e) {
            progress.clear();
            console.warn("Everything up to here is in " + prepared.job().folder()
                    + "; the same command goes on from there.");
            throw e;
        }
    }

    private void report(TrainingPreparation prepared, List<EpochReport> log) {
        EpochReport last = log.get(log.size() - 1);
        if (json) {
            ObjectNode root = JsonText.object();
            root.put("epochs", last.epoch()).put("steps", last.step());
            root.put("images", prepared.job().train().size());
            root.put("parameters", prepared.job().network().parameterCount());
            put(root, "train_loss", last.trainLoss());
            put(root, "train_accuracy", last.trainAccuracy());
            put(root, "test_loss", last.testLoss());
            put(root, "test_accuracy", last.testAccuracy());
            root.put("history_states", prepared.forecast().states());
            root.put("out", prepared.job().folder().toString());
            JsonText.print(console.out(), root);
            return;
        }
        console.out().println(words(last) + "; written to " + prepared.job().folder());
    }

    private static void put(ObjectNode root, String name, double value) {
        if (Double.isNaN(value)) {
            root.putNull(name);
        } else {
            root.put(name, value);
        }
    }

    private static String words(EpochReport report) {
        StringBuilder text = new StringBuilder("epoch ").append(report.epoch());
        text.append(", ").append(report.step()).append(" steps");
        if (!Double.isNaN(report.trainLoss())) {
            text.append(String.format(
                    Locale.ROOT,
                    ", training loss %.4f, %.1f %% right",
                    report.trainLoss(),
                    100 * report.trainAccuracy()));
        }
        if (!Double.isNaN(report.testLoss())) {
            text.append(String.format(
                    Locale.ROOT, ", test loss %.4f, %.1f %% right", report.testLoss(), 100 * report.testAccuracy()));
        }
        return text.toString();
    }

    /** One line on standard error for each epoch. */
    private final class EpochLines implements TrainingListener {

        private final ConsoleProgress progress;

        EpochLines(ConsoleProgress progress) {
            this.progress = progress;
        }

        @Override
        public void step(StepReport report) {
            // The bar shows the steps.
        }

        @Override
        public void epoch(EpochReport report) {
            progress.clear();
            console.err().println(words(report));
        }
    }
}
