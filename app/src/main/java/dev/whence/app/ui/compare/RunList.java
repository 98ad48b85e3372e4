package dev.whence.app.ui.compare;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.workspace.MethodRun;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** All runs of this project, to choose those that are compared. */
final class RunList {

    private final ExploreModel explore;
    private final CompareModel model;
    private final CompareController controller;
    private final VBox list = new VBox(8);
    private final VBox root = new VBox(10);

    /** @param another goes to where methods are run */
    RunList(ExploreModel explore, CompareModel model, CompareController controller, Runnable another) {
        this.explore = explore;
        this.model = model;
        this.controller = controller;
        list.setId("compare-runs");
        Button more = new Button("Run another method…");
        more.setId("run-another");
        more.getStyleClass().add("compact");
        more.setMaxWidth(Double.MAX_VALUE);
        more.setTooltip(
                Labels.tooltip("Goes to Explore, where methods are chosen and run; each run then appears here."));
        more.setOnAction(event -> another.run());
        Label remark = Labels.paragraph("");
        remark.getStyleClass().add("small");
        remark.setId("compare-remark");
        remark.textProperty().bind(model.remarkProperty());
        remark.managedProperty().bind(remark.textProperty().isNotEmpty());
        remark.visibleProperty().bind(remark.managedProperty());
        root.getChildren().addAll(Labels.section("Runs"), list, more, remark);
        root.getStyleClass().addAll("side", "left");
        root.setPrefWidth(216);
        root.setMinWidth(216);
        InvalidationListener show = observed -> show();
        explore.runs().addListener(show);
        model.shown().addListener(show);
        show();
    }

    Node root() {
        return root;
    }

    private void show() {
        list.getChildren().clear();
        for (MethodRun<?> run : explore.runs()) {
            CheckBox box = new CheckBox(numbered(explore, run));
            box.setWrapText(true);
            box.setMnemonicParsing(false);
            box.setMinHeight(Region.USE_PREF_SIZE);
            box.setSelected(model.shown().contains(run));
            box.setAccessibleText("Compare " + run.title());
            box.setTooltip(Labels.tooltip(run.method().summary()));
            box.setOnAction(event -> {
                controller.toggle(run);
                box.setSelected(model.shown().contains(run));
            });
            list.getChildren().add(box);
        }
        if (explore.runs().size() < 2) {
            list.getChildren()
                    .add(Labels.paragraph("Run two or more methods, or one with different settings, to compare them."));
        }
    }

    /** The name of a run with the number that it has in all parts of the view. */
    static String numbered(ExploreModel explore, MethodRun<?> run) {
        return explore.runs().indexOf(run) + 1 + "  " + run.title();
    }
}
