package dev.whence.app.ui.compare;

import dev.whence.app.ui.Labels;
import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.comparison.RankedRow;
import dev.whence.visualization.control.PictureView;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One training image in a compared row: its picture, and below it the score in words and the class. */
final class RowTile {

    private final Button button = new Button();

    RowTile(
            RankedRow.Entry entry,
            int rank,
            String className,
            @Nullable Picture picture,
            PictureTone tone,
            double side) {
        PictureView view = new PictureView();
        view.setTone(tone);
        view.setPrefSize(side, side);
        view.setMinSize(side, side);
        String score = SignedNumbers.score(entry.score());
        view.show(picture, "");
        Label number = Labels.styled(score, entry.score() > 0 ? "row-plus" : "row-minus");
        Label name = Labels.styled(className, "muted");
        name.getStyleClass().add("row-class");
        name.setMaxWidth(side + 6);
        VBox content = new VBox(1, view, number, name);
        content.setAlignment(Pos.TOP_CENTER);
        button.setGraphic(content);
        button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        button.getStyleClass().setAll("button", "row-tile");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(
                "Rank " + rank + ": training image " + entry.image() + ", " + className + ", score " + score);
        button.setTooltip(Labels.tooltip("Rank " + rank + " · " + className + " · " + score + " · training image "
                + SignedNumbers.count(entry.image())));
        button.setUserData(entry.image());
    }

    Button root() {
        return button;
    }
}
