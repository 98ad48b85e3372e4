package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DecisionOptions;
import dev.whence.app.cli.option.HeatmapOptions;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.report.HeatmapReport;
import dev.whence.app.cli.report.MapFiles;
import dev.whence.app.cli.report.RuleTable;
import dev.whence.app.cli.text.HeatmapRequest;
import dev.whence.app.figure.MapPictures;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "heatmap",
        description = {
            "Which parts of each image speak for the explained class, and which against it.",
            "",
            "With --out, arrays in one .npz: relevance [n,c,h,w], target [n], explained [n] (the value distributed),"
                    + " conservation [n] (sum of relevance over that value), ids [n], and manifest.json.",
        })
final class HeatmapCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    DecisionOptions decision = new DecisionOptions();

    @Mixin
    HeatmapOptions heatmap = new HeatmapOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Mixin
    MapPictures pictures = new MapPictures();

    @Option(
            names = "--pre-flight",
            description =
                    "Compute nothing; list the rule that lrp gives each layer, and which layers may not conserve.")
    boolean preFlight;

    HeatmapCommand(Console console) {
        this.console = console;
    }

    /** What was asked for, without doing it. */
    HeatmapRequest request() {
        return new HeatmapRequest(decision.spec(), heatmap.chosen().id(), heatmap.settings(), heatmap.target());
    }

    @Override
    public Integer call() {
        output.check();
        pictures.check();
        return run(request(), heatmap.chosen());
    }

    private <S extends Record> Integer run(HeatmapRequest request, HeatmapMethod<S> chosen) {
        SettingsSchema<S> schema = SettingsSchema.of(chosen.settingsType());
        S settings = schema.parse(request.settings());
        if (preFlight && !(settings instanceof LrpSettings)) {
            throw new BadInputException("Only lrp gives rules to layers; choose --method lrp with --pre-flight.");
        }
        Manifest manifest = new Manifest("heatmap");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, request.spec(), progress)) {
            manifest.lap("open");
            if (preFlight && settings instanceof LrpSettings lrp) {
                progress.clear();
                new RuleTable(opened.heatmaps().preFlight(lrp)).print(console.out(), output.json);
                return CommandRunner.DONE;
            }
            int images = opened.images(Split.TEST).size();
            MapFiles.requireRoom(opened, images);
            int[] all = IntStream.range(0, images).toArray();
            HeatmapAnswer answer =
                    opened.heatmaps().decisions(chosen, settings, Split.TEST, all, request.target(), progress);
            manifest.lap("heatmaps");
            manifest.describe(chosen, settings);
            manifest.root().put("target", request.target().format());
            describe(manifest, opened);
            if (settings instanceof LrpSettings lrp) {
                manifest.root().set("rules", new RuleTable(opened.heatmaps().preFlight(lrp)).json());
            }
            write(opened, answer, manifest, progress);
            progress.clear();
            new HeatmapReport(console, opened, answer).print(output, manifest, pictures.folder());
        }
        return CommandRunner.DONE;
    }

    private static void describe(Manifest manifest, Workspace opened) {
        manifest.describe(opened.classifier());
        manifest.describe(
                "data", opened.spec().test(), opened.images(Split.TEST), ImageWords.ids(opened.images(Split.TEST)));
        if (opened.has(Split.TRAIN)) {
            manifest.describe(
                    "train",
                    opened.spec().train(),
                    opened.images(Split.TRAIN),
                    ImageWords.ids(opened.images(Split.TRAIN)));
        }
        manifest.describe(opened.spec());
    }

    private void write(Workspace opened, HeatmapAnswer answer, Manifest manifest, ConsoleProgress progress) {
        progress.checkCancelled();
        if (output.out != null) {
            MapFiles.writeDecisions(output.out, answer, ImageWords.ids(opened.images(Split.TEST)), manifest.text());
        }
        if (pictures.wanted()) {
            progress.stage("Pictures of the maps");
            for (int i = 0; i < answer.maps().explained().length; i++) {
                progress.checkCancelled();
                pictures.write(answer.maps(), i, "heatmap-" + MapPictures.number(i));
                progress.update(i + 1L, answer.maps().explained().length, "pictures");
            }
        }
    }
}
