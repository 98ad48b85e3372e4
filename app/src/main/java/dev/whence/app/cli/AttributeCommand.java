package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.AttributionOptions;
import dev.whence.app.cli.option.GroupOption;
import dev.whence.app.cli.option.MethodOptions;
import dev.whence.app.cli.option.OutputOptions;
import dev.whence.app.cli.report.AttributionReport;
import dev.whence.app.cli.report.AttributionResult;
import dev.whence.app.cli.text.AttributionRequest;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.MethodRegistry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.MemoryForecast;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "attribute",
        description = {
            "Which training images each decision is made of.",
            "",
            "With --out, arrays in one .npz: scores [tests,train] (positive: supports the explained class), target [tests],"
                    + " train_ids, test_ids, the method's extras, and manifest.json. Without it, the rankings are printed.",
        })
final class AttributeCommand implements Callable<Integer> {

    private static final int TOP_WITHOUT_FILE = 10;

    private final Console console;

    @Mixin
    AttributionOptions images = new AttributionOptions();

    @Mixin
    MethodOptions method = new MethodOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Option(names = "--anyway", description = "Begin although the memory seems too small.")
    boolean anyway;

    @Option(
            names = "--top",
            paramLabel = "N",
            description =
                    "Print the N strongest proponents and opponents of each test image. Default without --out: 10.")
    @Nullable
    Integer top;

    @Option(
            names = "--self",
            description =
                    "Also write self_influence [train]: the score of each training image for itself and its label.")
    boolean self;

    @Mixin
    GroupOption group = new GroupOption();

    AttributeCommand(Console console) {
        this.console = console;
    }

    /** What was asked for, without doing it. */
    AttributionRequest request() {
        WorkspaceSpec spec = self ? images.specOfTraining() : images.spec();
        return new AttributionRequest(spec, method.method, method.settings, method.target());
    }

    @Override
    public Integer call() {
        output.check();
        if (top != null && top < 1) {
            throw new BadInputException("--top is " + top + "; give 1 or more.");
        }
        return run(request(), MethodRegistry.byId(method.method));
    }

    private <S extends Record> Integer run(AttributionRequest request, AttributionMethod<S> chosen) {
        SettingsSchema<S> schema = SettingsSchema.of(chosen.settingsType());
        S settings = schema.parse(request.settings());
        Manifest manifest = new Manifest("attribute");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, request.spec(), progress)) {
            manifest.lap("open");
            MemoryForecast forecast = opened.forecast(chosen, settings);
            if (!anyway) {
                forecast.require();
            } else if (!forecast.fits()) {
                console.warn("Note: " + forecast.sentence());
            }
            String note = opened.checkpointNote(chosen);
            if (!note.isEmpty()) {
                console.warn("Note: " + note);
            }
            AttributionResult result = compute(opened, chosen, settings, request, manifest, progress);
            describe(manifest, opened, result);
            if (chosen.usesCheckpoints()) {
                manifest.describeCheckpoints(opened.checkpoints());
            }
            ObjectNode described = manifest.root().putObject("method");
            described.put("id", chosen.id());
            described.put("version", chosen.version());
            ObjectNode settingsNode = described.putObject("settings");
            schema.format(settings).forEach(settingsNode::put);
            ObjectNode facts = described.putObject("facts");
            result.attributor().facts().forEach(facts::put);
            manifest.root().put("target", request.target().format());
            manifest.root().put("group", group.asked());
            progress.checkCancelled();
            if (output.out != null) {
                result.write(output.out, manifest.text());
            }
            progress.clear();
            print(new AttributionReport(console, opened, result, printedTop()), manifest);
        }
        return CommandRunner.DONE;
    }

    private <S extends Record> AttributionResult compute(
            Workspace opened,
            AttributionMethod<S> chosen,
            S settings,
            AttributionRequest request,
            Manifest manifest,
            ConsoleProgress progress) {
        Representations tests = opened.has(Split.TEST) ? opened.representations(Split.TEST, progress) : null;
        Targets targets = tests == null ? null : Targets.resolve(request.target(), tests);
        manifest.lap("test features");
        Attributor attributor = opened.attributor(chosen, settings, progress);
        manifest.lap("prepare");
        if (tests != null && group.asked()) {
            int[] together = group.of(tests.size());
            float[] sums = opened.explain(chosen, settings, together, request.target(), part -> {}, progress)
                    .scores();
            manifest.lap("attribute");
            Representations several = tests.select(together);
            return result(
                    opened,
                    attributor,
                    several,
                    Targets.resolve(request.target(), several),
                    Tensor.of(sums, 1, sums.length),
                    progress);
        }
        Tensor scores = tests == null || targets == null ? null : attributor.attribute(tests, targets, progress);
        AttributionResult result = result(opened, attributor, tests, targets, scores, progress);
        manifest.lap("attribute");
        return result;
    }

    private AttributionResult result(
            Workspace opened,
            Attributor attributor,
            @Nullable Representations tests,
            @Nullable Targets targets,
            @Nullable Tensor scores,
            ConsoleProgress progress) {
        return new AttributionResult(
                attributor,
                ImageWords.ids(opened.images(Split.TRAIN)),
                tests == null ? null : testIds(opened),
                tests,
                targets,
                scores,
                self ? attributor.selfInfluence(progress) : null,
                group.asked());
    }

    private List<String> testIds(Workspace opened) {
        List<String> all = ImageWords.ids(opened.images(Split.TEST));
        return group.asked()
                ? Arrays.stream(group.of(all.size())).mapToObj(all::get).toList()
                : all;
    }

    private static void describe(Manifest manifest, Workspace opened, AttributionResult result) {
        manifest.describe(opened.classifier());
        manifest.describe("train", opened.spec().train(), opened.images(Split.TRAIN), result.trainIds());
        if (result.testIds() != null) {
            manifest.describe("test", opened.spec().test(), opened.images(Split.TEST), result.testIds());
        }
        manifest.describe(opened.spec());
    }

    private int printedTop() {
        if (top != null) {
            return top;
        }
        return output.out == null ? TOP_WITHOUT_FILE : 0;
    }

    private void print(AttributionReport report, Manifest manifest) {
        if (output.json) {
            report.printJson(manifest.root(), output.out);
        } else {
            report.printText(output.out);
        }
    }
}
