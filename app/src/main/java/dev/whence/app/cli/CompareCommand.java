package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.AttributionOptions;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.option.RunsOption;
import dev.whence.app.cli.report.AgreementReport;
import dev.whence.app.cli.report.AgreementReport.OnTest;
import dev.whence.app.cli.report.ScoreFile;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.evaluation.AgreementMatrix;
import dev.whence.engine.evaluation.AgreementTally;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.workspace.AgreementOfRuns;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description = {
            "How far several attributions of the same images agree.",
            "",
            "Give two or more files that 'whence attribute --out' wrote; or a classifier, its images and --method twice or"
                    + " more often, each followed by its --set. For every pair, the mean over the test images of Spearman's"
                    + " rank correlation, of the share of the strongest proponents and opponents they have in common, and"
                    + " of the Jaccard index (common ones over those of either).",
        })
final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Scores that 'whence attribute --out' wrote.")
    List<Path> files = new ArrayList<>();

    @Mixin
    AttributionOptions images = new AttributionOptions();

    @Mixin
    RunsOption methods = new RunsOption();

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the strongest images are compared on either side. Default: ${DEFAULT-VALUE}.")
    int top = 10;

    @Option(names = "--each", description = "Also tell of every test image, not only the mean.")
    boolean each;

    @Option(names = "--csv", description = "Print comma-separated values instead of text.")
    boolean csv;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the numbers here, .csv or .json by the name; whole or not at all.")
    @Nullable
    Path out;

    CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        AgreementReport report = files.isEmpty() ? ofMethods() : ofFiles();
        Path written = out;
        if (written != null) {
            AtomicFiles.writeText(written, isJson(written) ? JsonText.of(report.json()) + "\n" : report.csv());
        }
        if (json) {
            JsonText.print(console.out(), report.json());
        } else if (csv) {
            console.out().print(report.csv());
        } else {
            report.printText(console.out());
            if (written != null) {
                console.out().println("written to " + written);
            }
        }
        return CommandRunner.DONE;
    }

    private void check() {
        if (top < 1) {
            throw new BadInputException("--top is " + top + "; give 1 or more.");
        }
        if (csv && json) {
            throw new BadInputException("--csv and --json exclude each other; choose one of them.");
        }
        if (out != null) {
            OutputOptions.checkWritable(out);
            if (!isJson(out) && !ending(out).endsWith(".csv")) {
                throw new BadInputException("The output " + out + " has an unknown ending; choose .csv or .json.");
            }
        }
        if (!files.isEmpty() && !methods.runs.isEmpty()) {
            throw new BadInputException("Either files or methods are compared; leave out --method, or the files.");
        }
        if (files.size() == 1) {
            throw new BadInputException(
                    "There is only one file of scores, " + files.get(0) + "; name another one to compare it with.");
        }
    }

    private static boolean isJson(Path file) {
        return ending(file).endsWith(".json");
    }

    private static String ending(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }

    private AgreementReport ofFiles() {
        List<ScoreFile> opened = files.stream().map(ScoreFile::open).toList();
        ScoreFile first = opened.get(0);
        for (ScoreFile other : opened.subList(1, opened.size())) {
            first.requireSameImages(other);
            if (first.explainsOtherClassThan(other)) {
                console.warn("Note: " + first.file() + " and " + other.file() + " explain other classes.");
            }
        }
        AgreementTally tally = new AgreementTally(opened.size(), top);
        List<OnTest> found = new ArrayList<>();
        for (int t = 0; t < first.tests(); t++) {
            int test = t;
            Agreement[][] pairs =
                    tally.add(opened.stream().map(file -> file.row(test)).toList());
            if (each) {
                found.add(new OnTest(t, pairs));
            }
        }
        return new AgreementReport(
                opened.stream().map(file -> file.file().toString()).toList(),
                first.train(),
                top,
                tally.matrix(),
                found);
    }

    private AgreementReport ofMethods() {
        List<MethodRun<?>> runs = methods.runs();
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, images.spec(), progress)) {
            int[] tests = IntStream.range(0, opened.images(Split.TEST).size()).toArray();
            List<OnTest> found = new ArrayList<>();
            AgreementMatrix means = new AgreementOfRuns(opened, runs, methods.target(), top)
                    .over(
                            tests,
                            (test, pairs) -> {
                                if (each) {
                                    found.add(new OnTest(test, pairs));
                                }
                            },
                            progress);
            progress.checkCancelled();
            progress.clear();
            return new AgreementReport(
                    runs.stream().<String>map(MethodRun::title).toList(),
                    opened.images(Split.TRAIN).size(),
                    top,
                    means,
                    found);
        }
    }
}
