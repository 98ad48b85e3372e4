package dev.whence.app.ui.explore;

import dev.whence.app.cli.text.AttributionRequest;
import dev.whence.app.cli.text.CommandLineText;
import dev.whence.app.ui.heat.HeatmapRun;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** The commands that compute in a terminal what the view shows. */
final class Commands {

    private Commands() {}

    static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    static <S extends Record> String scores(Workspace workspace, MethodRun<S> run, Explanation explanation) {
        List<String> arguments = CommandLineText.attribute(request(workspace, run, explanation.target()));
        if (!explanation.isGroup()) {
            return CommandLineText.line(arguments);
        }
        String positions = explanation.tests().stream().map(String::valueOf).collect(Collectors.joining(","));
        return CommandLineText.line(Stream.concat(arguments.stream(), Stream.of("--group=" + positions))
                .toList());
    }

    /** Of one decision; of all test images where only some of them were opened. */
    static <S extends Record> String heatmap(Workspace workspace, HeatmapRun<S> run, int index, Target target) {
        WorkspaceSpec spec = workspace.spec();
        DataSource tests = spec.test();
        if (tests != null && tests.subset() == null && index >= 0) {
            spec = onlyTest(spec, new DataSource(tests.path(), tests.tensors(), Integer.toString(index)));
        }
        return CommandLineText.line(
                CommandLineText.heatmap(CommandLineText.request(spec, run.method(), run.settings(), target)));
    }

    private static WorkspaceSpec onlyTest(WorkspaceSpec spec, DataSource test) {
        return new WorkspaceSpec(
                spec.model(),
                spec.train(),
                test,
                spec.preprocessing(),
                spec.classNames(),
                spec.layer(),
                spec.execution(),
                spec.cache(),
                spec.seed());
    }

    /** @param positions of the test and the training image, such as {@code 3:17} */
    static <S extends Record> String pair(
            Workspace workspace, MethodRun<S> scores, HeatmapRun<?> maps, Target target, String positions) {
        return CommandLineText.line(CommandLineText.xda(
                CommandLineText.request(request(workspace, scores, target), maps.pairSettings(), positions)));
    }

    private static <S extends Record> AttributionRequest request(Workspace workspace, MethodRun<S> run, Target target) {
        return CommandLineText.request(workspace.spec(), run.method(), run.settings(), target);
    }
}
