package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.heat.BadgeLabel;
import dev.whence.app.ui.heat.HeatModel;
import dev.whence.app.ui.heat.MapColumn;
import dev.whence.app.ui.heat.PairMaps;
import dev.whence.app.ui.heat.PairWords;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.PictureView;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One training image large beside the test image, with its share in the decision. */
final class DetailStrip {

    private final HBox root = new HBox(16);
    /** Holds "Training image #12345". */
    private static final double NAME_WIDTH = 132;

    private final PictureView train = new PictureView();
    private final PictureView test = new PictureView();
    private final ExploreModel model;
    private final MapColumn lent;
    private final MapColumn found;
    private final BadgeLabel trainSum = new BadgeLabel();
    private final BadgeLabel testSum = new BadgeLabel();
    private final Label strongest = Labels.muted("");
    private final HBox sums;
    private final Button large = new Button("Open large  ⏎");
    private final Label trainName = Labels.muted("");
    private final Label testName = Labels.muted("");
    private final Label headline = Labels.styled("", "strong");
    private final Label share = new Label();
    private final Label identity = Labels.muted("");

    /** @param open shows the pair large */
    DetailStrip(ExploreModel model, Runnable open) {
        this.model = model;
        lent = new MapColumn(model.heat().display(), "what it lends");
        found = new MapColumn(model.heat().display(), "where it is found");
        strongest.getStyleClass().add("small");
        strongest.setId("detail-strongest");
        sums = Labels.row(6, trainSum, testSum, strongest);
        large.setId("open-large");
        large.getStyleClass().addAll("link", "small");
        large.setTooltip(Labels.tooltip("Both images side by side, with the same zoom."));
        large.setOnAction(event -> open.run());
        root.setId("detail");
        root.getStyleClass().addAll("card", "detail-card");
        root.setAlignment(Pos.CENTER_LEFT);
        headline.setStyle("-fx-font-size: 15px;");
        headline.setWrapText(true);
        share.setWrapText(true);
        identity.setMinWidth(0);
        large.setMinWidth(Region.USE_PREF_SIZE);
        identity.getStyleClass().add("small");
        VBox words = new VBox(4, headline, share, sums, Labels.row(10, large, identity));
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        strongest.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        root.getChildren().addAll(column(train, trainName), lent, found, column(test, testName), words);
        setSide(CentreSizes.LEAST.detail());
        clear();
    }

    /** How large the pictures are drawn. */
    void setSide(double side) {
        for (PictureView view : new PictureView[] {train, test}) {
            view.setPrefSize(side, side);
            view.setMinSize(side, side);
        }
        lent.setSide(side);
        found.setSide(side);
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
        large.setVisible(false);
        sums.setVisible(false);
    }

    void show(Workspace workspace, Outcome.Explained outcome, Ranking.Entry entry) {
        Explanation explanation = outcome.explanation();
        Picture picture = outcome.pictures().get(entry.train());
        setPictures(true);
        showMaps(entry);
        train.setTone(model.toneProperty().get());
        test.setTone(model.toneProperty().get());
        PairWords words = PairDescription.of(workspace, explanation, entry);
        String trainWords = words.train();
        String testWords = words.test();
        train.show(picture, trainWords);
        test.show(model.pictureProperty().get(), testWords);
        trainName.setText(trainWords);
        testName.setText(testWords);
        headline.setText(words.headline());
        share.setText(words.share());
        identity.setText(size(picture) + "position " + SignedNumbers.count(entry.train()));
    }

    private void showMaps(Ranking.Entry entry) {
        HeatModel heat = model.heat();
        PairMaps maps = heat.pairs().get(entry.train());
        boolean defined = heat.pairProblemProperty().get().isEmpty();
        for (MapColumn column : new MapColumn[] {lent, found}) {
            column.setVisible(defined);
            column.setManaged(defined);
        }
        large.setVisible(maps != null);
        trainSum.show(maps == null ? null : maps.train().conservation());
        testSum.show(maps == null ? null : maps.test().conservation());
        sums.setVisible(maps != null);
        strongest.setText(maps == null ? "" : "max " + maps.strongest());
        double scale = heat.scale(entry.train());
        PictureTone tone = model.toneProperty().get();
        lent.show(maps == null ? null : maps.train(), tone, scale, "What the training image lends");
        found.show(maps == null ? null : maps.test(), tone, scale, "Where that is found in the test image");
    }

    private static String size(@Nullable Picture picture) {
        return picture == null ? "" : picture.width() + " × " + picture.height() + " · ";
    }

    private void setPictures(boolean on) {
        for (MapColumn column : new MapColumn[] {lent, found}) {
            column.setVisible(on);
            column.setManaged(on);
        }
        for (Node node : root.getChildren()) {
            if (node.getStyleClass().contains("picture-column")) {
                node.setVisible(on);
                node.setManaged(on);
            }
        }
    }

    private static VBox column(PictureView view, Label name) {
        name.getStyleClass().add("small");
        // The end of a long file name tells most; it must not push the words beside the pictures out of the window.
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        name.setMaxWidth(NAME_WIDTH);
        Tooltip whole = Labels.tooltip("");
        whole.textProperty().bind(name.textProperty());
        name.setTooltip(whole);
        VBox column = new VBox(4, view, name);
        column.getStyleClass().add("picture-column");
        column.setMinWidth(Region.USE_PREF_SIZE);
        return column;
    }
}
