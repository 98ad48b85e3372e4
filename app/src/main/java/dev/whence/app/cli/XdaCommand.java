package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.option.PairChoice;
import dev.whence.app.cli.option.PairOptions;
import dev.whence.app.cli.report.MapFiles;
import dev.whence.app.cli.report.RuleTable;
import dev.whence.app.cli.report.XdaReport;
import dev.whence.app.cli.text.AttributionRequest;
import dev.whence.app.cli.text.XdaRequest;
import dev.whence.app.figure.MapPictures;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.PairAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "xda",
        description = {
            "Why a training image counts for a decision: heatmaps on both images of each pair.",
            "",
            "With --out, arrays in one .npz: test_index, train_index [p] (positions among the readable images chosen), score"
                    + " [p], train_relevance, test_relevance [p,c,h,w], and manifest.json. Each map adds up to the score.",
        })
final class XdaCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    PairOptions pair = new PairOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    MapPictures pictures = new MapPictures();

    @Option(
            names = "--pairs",
            paramLabel = "top:K|T:I,T:I,...",
            defaultValue = "top:3",
            description =
                    "top:K takes the K strongest proponents, then the K strongest opponents of every test image; T:I"
                            + " names the position of a test and of a training image. Default: ${DEFAULT-VALUE}.")
    String pairs = "top:3";

    XdaCommand(Console console) {
        this.console = console;
    }

    /** What was asked for, without doing it. */
    XdaRequest request() {
        return new XdaRequest(
                new AttributionRequest(pair.spec(), pair.method.method, pair.method.settings, pair.method.target()),
                pair.relevance.settings(),
                pairs);
    }

    @Override
    public Integer call() {
        output.check();
        pictures.check();
        AttributionMethod<?> chosen = pair.chosen();
        return run(request(), chosen);
    }

    private <S extends Record> Integer run(XdaRequest request, AttributionMethod<S> chosen) {
        PairChoice choice = PairChoice.parse(request.pairs());
        SettingsSchema<S> schema = SettingsSchema.of(chosen.settingsType());
        S settings = schema.parse(request.attribution().settings());
        LrpSettings lrp = SettingsSchema.of(LrpSettings.class).parse(request.relevance());
        Manifest manifest = new Manifest("xda");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, request.attribution().spec(), progress)) {
            manifest.lap("open");
            opened.heatmaps().requirePairs(chosen, settings);
            List<Pair> wanted = pairs(opened, chosen, settings, request, choice, progress);
            manifest.lap("attribute");
            MapFiles.requireRoom(opened, wanted.size());
            PairAnswer answer = opened.heatmaps().pairs(chosen, settings, lrp, wanted, progress);
            manifest.lap("heatmaps");
            manifest.describe(chosen, settings);
            manifest.describe(new LrpMethod(), lrp);
            manifest.root().put("target", request.attribution().target().format());
            manifest.root().put("pairs", request.pairs());
            manifest.describeTrainAndTest(opened);
            manifest.root().set("rules", new RuleTable(opened.heatmaps().preFlight(lrp)).json());
            write(opened, answer, manifest, progress);
            progress.clear();
            print(opened, answer, manifest.root());
        }
        return CommandRunner.DONE;
    }

    private <S extends Record> List<Pair> pairs(
            Workspace opened,
            AttributionMethod<S> chosen,
            S settings,
            XdaRequest request,
            PairChoice choice,
            ConsoleProgress progress) {
        int[] tests = choice.tests(
                opened.images(Split.TEST).size(), opened.images(Split.TRAIN).size());
        Representations explained = opened.representations(Split.TEST, progress).select(tests);
        Targets targets = Targets.resolve(request.attribution().target(), explained);
        Attributor attributor = opened.attributor(chosen, settings, progress);
        List<Pair> found = choice.pairs(tests, attributor.attribute(explained, targets, progress));
        if (found.isEmpty()) {
            throw new BadInputException(
                    "No training image has a score other than zero, so there is no pair to explain; change the method's"
                            + " settings or name pairs with --pairs.");
        }
        return found;
    }

    private void write(Workspace opened, PairAnswer answer, Manifest manifest, ConsoleProgress progress) {
        progress.checkCancelled();
        if (output.out != null) {
            MapFiles.writePairs(
                    output.out,
                    answer,
                    ImageWords.ids(opened.images(Split.TRAIN)),
                    ImageWords.ids(opened.images(Split.TEST)),
                    manifest.text());
        }
        if (pictures.wanted()) {
            progress.stage("Pictures of the maps");
            for (int i = 0; i < answer.pairs().size(); i++) {
                progress.checkCancelled();
                Pair pair = answer.pairs().get(i);
                String start = "pair-" + MapPictures.number(i);
                pictures.write(answer.maps().train(), i, start + "-train-" + MapPictures.number(pair.train()));
                pictures.write(answer.maps().test(), i, start + "-test-" + MapPictures.number(pair.test()));
                progress.update(i + 1L, answer.pairs().size(), "pairs");
            }
        }
    }

    private void print(Workspace opened, PairAnswer answer, ObjectNode root) {
        XdaReport report = new XdaReport(console, opened, answer);
        if (output.json) {
            report.printJson(root, output.out, pictures.folder());
        } else {
            report.printText(output.out, pictures.folder());
        }
    }
}
