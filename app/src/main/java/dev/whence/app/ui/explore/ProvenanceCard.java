package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.visualization.SignedNumbers;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How the explanation on display was made, with what is needed to make it again. */
final class ProvenanceCard {

    /** Characters of the small type that fit beside each other. */
    private static final int ONE_LINE = 34;

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
        json.setOnAction(event -> Commands.copy(explanation.provenance()));
        Button command = link("Copy as command", "Copies the command that computes the same in a terminal.");
        command.setId("copy-command");
        command.setOnAction(event -> Commands.copy(Commands.scores(workspace, run, explanation)));
        // a group of a subset has no positions that the command line could name
        command.setVisible(!explanation.isGroup() || subset(workspace).isEmpty());
        root.getChildren().add(Labels.row(6, json, command));
    }

    /** In the order of the questions: what, how, how well, from what. */
    private static Map<String, String> facts(Workspace workspace, MethodRun<?> run, Explanation explanation) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Explained",
                TargetWords.plain(explanation.positiveClass(), explanation.negativeClass(), workspace.classNames()));
        facts.put("Method", run.method().title() + " " + run.method().version());
        explanation.facts().forEach((name, value) -> facts.put(name, SignedNumbers.grouped(value)));
        String sha = workspace.classifier().sha256();
        facts.put(
                "Model", workspace.spec().model().getFileName() + " · " + sha.substring(0, Math.min(8, sha.length())));
        facts.put("Device", workspace.device());
        facts.put("Score", run.method().scoreMeaning());
        return facts;
    }

    private static Node table(Map<String, String> facts) {
        VBox table = new VBox(4);
        facts.forEach((name, value) -> table.getChildren().add(fact(name, value)));
        return table;
    }

    /** Side by side where both fit into one line, else one below the other. */
    private static Node fact(String name, String value) {
        Label key = Labels.styled(name, "fact-name");
        Label text = Labels.styled(value, "fact-value");
        key.setMinWidth(Region.USE_PREF_SIZE);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setWrapText(true);
        if (name.length() + value.length() <= ONE_LINE) {
            return Labels.row(8, key, Labels.spacer(), text);
        }
        return new VBox(key, text);
    }

    private static String subset(Workspace workspace) {
        WorkspaceSpec.DataSource test = workspace.spec().test();
        return test == null || test.subset() == null ? "" : test.subset();
    }

    private static Button link(String text, String help) {
        Button button = new Button(text);
        button.getStyleClass().addAll("link", "small");
        button.setTooltip(Labels.tooltip(help));
        return button;
    }
}
