package dev.whence.app.ui.compare;

import dev.whence.app.ui.Choices;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.Decision;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.PictureView;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Runs on the left, their rankings in the middle, scores against each other and the matrix of agreement on the right. */
public final class CompareView {

    private static final double SIDE = 64;

    private final ExploreModel explore;
    private final CompareModel model;
    private final BorderPane root = new BorderPane();
    private final PictureView picture = new PictureView();
    private final Label title = Labels.styled("", "title");
    private final Label subtitle = Labels.muted("");

    /**
     * @param dark whether the window is dark
     * @param toExplore goes to the Explore view
     * @param next selects the next test image of the gallery
     * @param export offers the rows as a figure
     */
    public CompareView(
            ExploreModel explore,
            CompareModel model,
            CompareController controller,
            ObservableBooleanValue dark,
            Runnable toExplore,
            Runnable next,
            Runnable export) {
        this.explore = explore;
        this.model = model;
        root.setId("compare");
        root.setLeft(new RunList(explore, model, controller, toExplore).root());
        VBox column = new VBox(14, head(next, export), new RowsView(explore, model, controller).root());
        column.getStyleClass().add("centre");
        root.setCenter(scroll(column, "Compared rankings"));
        VBox side = new VBox(
                18,
                new ScatterPanel(explore, model, controller, dark).root(),
                new AgreementPanel(explore, model, controller.agreement()).root());
        side.getStyleClass().add("side-column");
        BorderPane right = new BorderPane(scroll(side, "Scores and agreement"));
        right.getStyleClass().addAll("side", "right");
        right.setPrefWidth(324);
        right.setMinWidth(324);
        root.setRight(right);
        InvalidationListener describe = observed -> describe();
        explore.selectedProperty().addListener(describe);
        explore.groupProperty().addListener(describe);
        explore.decisionProperty().addListener(describe);
        explore.pictureProperty().addListener(describe);
        explore.targetProperty().addListener(describe);
        explore.toneProperty().addListener(describe);
        describe();
    }

    public Node root() {
        return root;
    }

    private static ScrollPane scroll(Node content, String accessible) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText(accessible);
        return scroll;
    }

    private Node head(Runnable next, Runnable export) {
        picture.setPrefSize(SIDE, SIDE);
        picture.setMinSize(SIDE, SIDE);
        title.setMinWidth(0);
        Button forward = new Button("Next image");
        forward.getStyleClass().add("compact");
        forward.setMinWidth(Region.USE_PREF_SIZE);
        forward.setTooltip(Labels.tooltip("Compares the same runs on the next test image of the gallery."));
        forward.setOnAction(event -> next.run());
        subtitle.setWrapText(true);
        VBox words = new VBox(2, title, subtitle);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button figure = new Button("Export figure\u2026");
        figure.setId("compare-export");
        figure.getStyleClass().add("compact");
        figure.setMinWidth(Region.USE_PREF_SIZE);
        figure.setTooltip(Labels.tooltip("Writes these rankings as PNG, SVG or PDF."));
        figure.setOnAction(event -> export.run());
        figure.disableProperty().bind(Bindings.size(model.answers()).lessThan(2));
        HBox buttons = Labels.row(8, sides(), forward, figure);
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = Labels.row(12, picture, words, buttons);
        head.getStyleClass().add("card");
        return head;
    }

    private Node sides() {
        ToggleGroup group = new ToggleGroup();
        HBox sides = new HBox(
                side(group, "compare-proponents", "+ Proponents", false),
                side(group, "compare-opponents", "− Opponents", true));
        sides.getStyleClass().add("choices");
        sides.setMinWidth(Region.USE_PREF_SIZE);
        sides.setMaxHeight(Region.USE_PREF_SIZE);
        return sides;
    }

    private ToggleButton side(ToggleGroup group, String id, String text, boolean opponents) {
        ToggleButton button = new ToggleButton(text);
        button.setId(id);
        button.setAccessibleText("Compare " + (opponents ? "opponents" : "proponents"));
        Choices.connect(button, group, model.opponentsProperty(), opponents);
        return button;
    }

    private void describe() {
        Workspace workspace = explore.workspaceProperty().get();
        Decision decision = explore.decisionProperty().get();
        int index = explore.selectedProperty().get();
        picture.setTone(explore.toneProperty().get());
        picture.setVisible(explore.groupProperty().get().isEmpty());
        picture.setManaged(picture.isVisible());
        picture.show(explore.pictureProperty().get(), "Test image " + index);
        if (workspace == null || decision == null || index < 0) {
            title.setText("No test image is selected");
            subtitle.setText("Choose one in Explore.");
            return;
        }
        int together = explore.groupProperty().get().size();
        if (together > 0) {
            title.setText(String.format(Locale.ROOT, "%,d test images together", together));
            subtitle.setText("their "
                    + (explore.targetProperty().get() instanceof Target.Label ? "true" : "predicted")
                    + " classes; the scores are summed over them");
            return;
        }
        title.setText("Test image " + workspace.images(Split.TEST).name(index));
        String truth = decision.label() < 0
                ? ""
                : decision.label() == decision.predicted()
                        ? ", as labelled"
                        : ", wrongly; true: " + workspace.classNames().get(decision.label());
        subtitle.setText("decided as " + workspace.classNames().get(decision.predicted()) + truth);
    }
}
