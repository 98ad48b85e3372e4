package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.PictureView;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One training image large beside the test image, with its share in the decision. */
final class DetailStrip {

    private static final double SIDE = 112;

    private final HBox root = new HBox(16);
    private final PictureView train = new PictureView();
    private final PictureView test = new PictureView();
    private final Label trainName = Labels.muted("");
    private final Label testName = Labels.muted("");
    private final Label headline = Labels.styled("", "strong");
    private final Label share = new Label();
    private final Label identity = Labels.muted("");

    DetailStrip() {
        root.setId("detail");
        root.getStyleClass().add("card");
        root.setAlignment(Pos.CENTER_LEFT);
        headline.setStyle("-fx-font-size: 15px;");
        headline.setWrapText(true);
        share.setWrapText(true);
        identity.setWrapText(true);
        identity.getStyleClass().add("small");
        VBox words = new VBox(6, headline, share, identity);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        root.getChildren().addAll(column(train, trainName), column(test, testName), words);
        clear();
    }

    Node root() {
        return root;
    }

    /** An invitation instead of a picture. */
    void clear() {
        setPictures(false);
        headline.setText("Choose a training image");
        share.setText("It is shown here, large, beside the test image, with its share in the decision.");
        identity.setText("");
    }

    void show(Workspace workspace, ExploreModel model, Outcome.Explained outcome, Ranking.Entry entry) {
        Explanation explanation = outcome.explanation();
        ImageDataset images = workspace.images(Split.TRAIN);
        Picture picture = outcome.pictures().get(entry.train());
        setPictures(true);
        train.setTone(model.toneProperty().get());
        test.setTone(model.toneProperty().get());
        String trainWords = "Training image " + images.name(entry.train());
        String testWords = "Test image " + workspace.images(Split.TEST).name(explanation.testIndex());
        train.show(picture, trainWords);
        test.show(model.pictureProperty().get(), testWords);
        trainName.setText(trainWords);
        testName.setText(testWords);
        int label = images.label(entry.train());
        String className = label < 0 ? "No label" : workspace.classNames().get(label);
        headline.setText(className + " · " + SignedNumbers.score(entry.score()));
        String side = entry.score() > 0 ? "for " : "against ";
        String what =
                TargetWords.plain(explanation.positiveClass(), explanation.negativeClass(), workspace.classNames());
        share.setText(
                Shares.percent(Shares.of(entry, explanation.ranking())) + " of all that speaks " + side + what + ".");
        identity.setText(size(picture) + "position " + SignedNumbers.count(entry.train()) + " of the training images");
    }

    private static String size(@Nullable Picture picture) {
        return picture == null ? "" : picture.width() + " × " + picture.height() + " pixels · ";
    }

    private void setPictures(boolean on) {
        for (Node node : root.getChildren()) {
            if (node.getStyleClass().contains("picture-column")) {
                node.setVisible(on);
                node.setManaged(on);
            }
        }
    }

    private static VBox column(PictureView view, Label name) {
        view.setPrefSize(SIDE, SIDE);
        view.setMinSize(SIDE, SIDE);
        name.getStyleClass().add("small");
        VBox column = new VBox(4, view, name);
        column.getStyleClass().add("picture-column");
        column.setMinWidth(SIDE);
        return column;
    }
}
