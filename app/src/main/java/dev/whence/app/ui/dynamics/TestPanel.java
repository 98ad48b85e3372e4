package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.Decision;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.PictureView;
import dev.whence.visualization.dynamics.NumberStory;
import dev.whence.visualization.dynamics.TrainingStory;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The explained image, the class whose output is explained, and the way to the next image. */
final class TestPanel {

    private static final double SIDE = 84;

    private final DynamicsModel model;
    private final ExploreModel explore;
    private final PictureView picture = new PictureView();
    private final Label title = Labels.styled("", "title");
    private final Label subtitle = Labels.paragraph("");
    private final ComboBox<Integer> classes = new ComboBox<>();
    private final HBox chooser;
    private final VBox root;

    TestPanel(DynamicsModel model, DynamicsController controller, ExploreController images) {
        this.model = model;
        this.explore = model.explore();
        picture.setPrefSize(SIDE, SIDE);
        picture.setMinSize(SIDE, SIDE);
        picture.setMaxSize(SIDE, SIDE);
        title.setId("dynamics-decision");
        title.setWrapText(true);
        Button back = step("‹", "Previous test image", -1, images);
        back.setId("dynamics-back");
        Button next = step("›", "Next test image", 1, images);
        next.setId("dynamics-next");
        classes.setId("dynamics-class");
        classes.setAccessibleText("Explained class");
        classes.getStyleClass().add("compact");
        classes.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(classes, javafx.scene.layout.Priority.ALWAYS);
        classes.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Integer number) {
                return number == null ? "" : names().get(number);
            }

            @Override
            public @Nullable Integer fromString(String text) {
                return null;
            }
        });
        classes.setOnAction(event -> {
            Integer wanted = classes.getValue();
            NumberStory shown = model.numberProperty().get();
            if (wanted != null && shown != null && shown.number() != wanted) {
                controller.showClass(wanted);
            }
        });
        Label explain = Labels.muted("Explain");
        explain.setMinWidth(HBox.USE_PREF_SIZE);
        chooser = Labels.row(8, explain, classes);
        VBox words = new VBox(2, title, subtitle, Labels.row(4, back, next));
        root = new VBox(10, Labels.section("Explained"), new HBox(12, picture, words), chooser);
        InvalidationListener show = observed -> show();
        explore.pictureProperty().addListener(show);
        explore.decisionProperty().addListener(show);
        explore.toneProperty().addListener(show);
        explore.selectedProperty().addListener(show);
        model.outcomeProperty().addListener(show);
        model.numberProperty().addListener(show);
        show();
    }

    Node root() {
        return root;
    }

    private Button step(String sign, String words, int by, ExploreController images) {
        Button button = new Button(sign);
        button.getStyleClass().add("compact");
        button.setAccessibleText(words);
        button.setTooltip(Labels.tooltip(words));
        button.setOnAction(event -> {
            Workspace workspace = explore.workspaceProperty().get();
            int next = explore.selectedProperty().get() + by;
            if (workspace != null
                    && next >= 0
                    && next < workspace.images(Split.TEST).size()) {
                images.select(next);
            }
        });
        return button;
    }

    private List<String> names() {
        Workspace workspace = explore.workspaceProperty().get();
        return workspace == null ? List.of() : workspace.classNames();
    }

    private void show() {
        Workspace workspace = explore.workspaceProperty().get();
        int test = explore.selectedProperty().get();
        picture.setTone(explore.toneProperty().get());
        if (workspace == null || test < 0) {
            picture.show(null, "No test image selected");
            title.setText("");
            subtitle.setText("");
            return;
        }
        String name = workspace.images(Split.TEST).name(test);
        picture.show(explore.pictureProperty().get(), "Test image " + name);
        Decision decision = explore.decisionProperty().get();
        TrainingStory story =
                model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done ? done.story() : null;
        int predicted = story != null ? story.predicted() : decision == null ? -1 : decision.predicted();
        title.setText(predicted < 0 ? "" : names().get(predicted));
        int label = workspace.images(Split.TEST).label(test);
        String truth = label < 0 || label >= names().size() ? "" : "true label " + names().get(label) + "\n";
        String differs = story == null || decision == null || decision.predicted() == predicted
                ? ""
                : "\nthe opened model says " + names().get(decision.predicted());
        subtitle.setText(truth + "test image " + name + differs);
        boolean wrong = predicted >= 0 && label >= 0 && label != predicted;
        title.getStyleClass().remove("wrong");
        if (wrong) {
            title.getStyleClass().add("wrong");
        }
        chooser.setVisible(story != null);
        chooser.setManaged(story != null);
        if (story != null) {
            List<Integer> all = IntStream.range(0, story.classes()).boxed().toList();
            if (!classes.getItems().equals(all)) {
                classes.getItems().setAll(all);
            }
            NumberStory number = model.numberProperty().get();
            if (number != null) {
                classes.setValue(number.number());
            }
        }
    }
}
