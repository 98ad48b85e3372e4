package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.heat.DecisionCard;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.chart.ClassBars;
import dev.whence.visualization.control.PictureView;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The chosen test image, large, beside what the network makes of it. */
final class SubjectView {

    private static final int BARS = 5;

    /** Each class more takes so much height. */
    private static final double BAR_HEIGHT = 22;

    /** Beside the name stands the size of the image, such as 64 × 64. */
    private static final double SIZE_WIDTH = 44;

    private final ExploreModel model;
    private final HBox root = new HBox(12);
    private final PictureView picture = new PictureView();
    private final Label name = Labels.styled("", "small");
    private final Label size = Labels.muted("");
    private final Label title = Labels.styled("", "title");
    private final Label subtitle = Labels.muted("");
    private final ClassBars bars = new ClassBars();
    private final DecisionCard why;
    private int shownBars = BARS;

    /**
     * @param heatSettings opens the settings of the heatmap method
     * @param copyCommand copies the command of the heatmap
     */
    SubjectView(ExploreModel model, ExploreController controller, Runnable heatSettings, Runnable copyCommand) {
        this.model = model;
        size.getStyleClass().add("small");
        name.getStyleClass().add("muted");
        Tooltip whole = Labels.tooltip("");
        whole.textProperty().bind(name.textProperty());
        name.setTooltip(whole);
        VBox pictureCard = new VBox(picture, Labels.row(4, name, Labels.spacer(), size));
        pictureCard.getStyleClass().addAll("card", "picture-card");
        title.setId("decision");
        subtitle.setId("decision-truth");
        title.setMinWidth(0);
        subtitle.setWrapText(true);
        subtitle.setMinHeight(Region.USE_PREF_SIZE);
        size.setMinWidth(Region.USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox head = new HBox(12, title, new TargetChooser(model, controller).root());
        head.setAlignment(Pos.CENTER_LEFT);
        bars.getColumnConstraints().get(0).setMinWidth(132);
        why = new DecisionCard(model.heat(), model.toneProperty(), heatSettings, copyCommand);
        setSide(CentreSizes.LEAST.subject());
        VBox decisionCard = new VBox(8, new VBox(2, head, subtitle), bars);
        decisionCard.getStyleClass().add("card");
        HBox.setHgrow(decisionCard, Priority.ALWAYS);
        root.getChildren().addAll(pictureCard, why.root(), decisionCard);
        InvalidationListener show = observed -> show();
        model.decisionProperty().addListener(show);
        model.pictureProperty().addListener(show);
        model.toneProperty().addListener(show);
        model.selectedProperty().addListener(show);
        show();
    }

    Node root() {
        return root;
    }

    /** How large the image and its heatmap are drawn. */
    void setSide(double side) {
        // A long file name is cut; it must not take the width of the class names.
        name.setMaxWidth(side - SIZE_WIDTH);
        picture.setPrefSize(side, side);
        picture.setMinSize(side, side);
        why.setSide(side);
        int fitting = BARS + (int) ((side - CentreSizes.LEAST.subject()) / BAR_HEIGHT);
        if (fitting != shownBars) {
            shownBars = fitting;
            show();
        }
    }

    private void show() {
        Workspace workspace = model.workspaceProperty().get();
        int index = model.selectedProperty().get();
        bars.show(List.of());
        if (workspace == null || index < 0) {
            clear();
            return;
        }
        String what = "Test image " + workspace.images(Split.TEST).name(index);
        Picture shown = model.pictureProperty().get();
        picture.setTone(model.toneProperty().get());
        picture.show(shown, what);
        name.setText("Test " + workspace.images(Split.TEST).name(index));
        size.setText(shown == null ? "" : shown.width() + " × " + shown.height());
        Decision decision = model.decisionProperty().get();
        if (decision == null) {
            title.setText("Reading the decision");
            subtitle.setText("The network has not seen this image yet.");
            subtitle.getStyleClass().remove("wrong");
        } else {
            describe(decision, workspace);
        }
    }

    /** Nothing is selected: nothing of what was selected before may stay. */
    private void clear() {
        picture.show(null, "No test image selected");
        name.setText("");
        size.setText("");
        title.setText("");
        subtitle.setText("");
        subtitle.getStyleClass().remove("wrong");
    }

    private void describe(Decision decision, Workspace workspace) {
        title.setText(workspace.classNames().get(decision.predicted()));
        boolean wrong = decision.label() >= 0 && decision.label() != decision.predicted();
        subtitle.getStyleClass().remove("wrong");
        if (decision.label() < 0) {
            subtitle.setText("predicted; the image has no label");
        } else if (wrong) {
            subtitle.setText("predicted, wrongly: the true label is "
                    + workspace.classNames().get(decision.label()));
            subtitle.getStyleClass().add("wrong");
        } else {
            subtitle.setText("predicted, as labelled");
        }
        List<ClassBars.Bar> likeliest = new ArrayList<>();
        for (int c : decision.likeliest(shownBars)) {
            String className = workspace.classNames().get(c);
            likeliest.add(new ClassBars.Bar(
                    c == decision.label() ? className + "  ✓ true" : className,
                    decision.probabilities().get(c)));
        }
        bars.show(likeliest);
    }
}
