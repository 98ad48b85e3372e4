package dev.whence.app.ui.explore;

import dev.whence.app.cli.CommandLineText;
import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How the explanation on display was made, with what is needed to make it again. */
final class ProvenanceCard {

    private final ExploreModel model;
    private final VBox root = new VBox(6);

    ProvenanceCard(ExploreModel model) {
        this.model = model;
        root.setId("provenance");
        model.outcomeProperty().addListener((observed, was, is) -> show());
        show();
    }

    Node root() {
        return root;
    }

    private void show() {
        root.getChildren().setAll(Labels.section("How this was made"));
        Workspace workspace = model.workspaceProperty().get();
        MethodRun<?> run = model.method().appliedProperty().get();
        if (!(model.outcomeProperty().get() instanceof Outcome.Explained explained)
                || workspace == null
                || run == null) {
            Label none = Labels.paragraph("Nothing is explained yet.");
            none.getStyleClass().add("small");
            root.getChildren().add(none);
            return;
        }
        Explanation explanation = explained.explanation();
        root.getChildren().add(table(facts(workspace, run, explanation)));
        Button json = link("Copy as JSON", "Copies everything this result was computed from.");
        json.setId("copy-json");
        json.setOnAction(event -> copy(explanation.provenance()));
        Button command = link("Copy as command", "Copies the command that computes the same in a terminal.");
        command.setId("copy-command");
        command.setOnAction(event -> copy(command(workspace, run, explanation.target())));
        root.getChildren().add(Labels.row(6, json, command));
    }

    private static Map<String, String> facts(Workspace workspace, MethodRun<?> run, Explanation explanation) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", run.method().title() + " " + run.method().version());
        facts.put(
                "explained",
                TargetWords.plain(explanation.positiveClass(), explanation.negativeClass(), workspace.classNames()));
        facts.put("score", run.method().scoreMeaning());
        facts.putAll(explanation.facts());
        String sha = workspace.classifier().sha256();
        facts.put(
                "model", workspace.spec().model().getFileName() + " · " + sha.substring(0, Math.min(8, sha.length())));
        return facts;
    }

    private static Node table(Map<String, String> facts) {
        GridPane table = new GridPane();
        table.setHgap(10);
        table.setVgap(3);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(78);
        names.setMaxWidth(92);
        names.setHalignment(HPos.LEFT);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        table.getColumnConstraints().addAll(names, values);
        int row = 0;
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            Label name = Labels.styled(fact.getKey(), "fact-name");
            Label value = Labels.styled(fact.getValue(), "fact-value");
            name.setWrapText(true);
            name.setMinHeight(Region.USE_PREF_SIZE);
            value.setMinHeight(Region.USE_PREF_SIZE);
            value.setWrapText(true);
            value.setMaxWidth(Double.MAX_VALUE);
            GridPane.setValignment(name, VPos.TOP);
            table.addRow(row++, name, value);
        }
        return table;
    }

    private static <S extends Record> String command(Workspace workspace, MethodRun<S> run, Target target) {
        AttributionMethod<S> method = run.method();
        return CommandLineText.line(
                CommandLineText.attribute(CommandLineText.request(workspace.spec(), method, run.settings(), target)));
    }

    private static Button link(String text, String help) {
        Button button = new Button(text);
        button.getStyleClass().addAll("link", "small");
        button.setTooltip(Labels.tooltip(help));
        return button;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
