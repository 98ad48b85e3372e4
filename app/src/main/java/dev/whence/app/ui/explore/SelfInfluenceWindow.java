package dev.whence.app.ui.explore;

import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.PictureTile;
import java.util.Map;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The training images that speak loudest for their own label: outliers, and labels worth a second look. */
final class SelfInfluenceWindow {

    private final Workspace workspace;
    private final PictureTone tone;
    private final Stage stage;
    private final VBox root = new VBox(12);

    /**
     * What is shown.
     *
     * @param method what it is called
     * @param ranking of the training images by their score for themselves
     * @param pictures of the first ones, by position
     */
    record Content(String method, Ranking ranking, Map<Integer, Picture> pictures) {

        Content {
            pictures = Map.copyOf(pictures);
        }
    }

    SelfInfluenceWindow(Window owner, boolean dark, Workspace workspace, PictureTone tone) {
        this.workspace = workspace;
        this.tone = tone;
        root.setId("self-influence");
        stage = AnswerStage.of(owner, dark, root, "Self-influence of the training images", 560);
    }

    void show(Content content) {
        stage.setTitle("Self-influence, " + content.method());
        FlowPane tiles = new FlowPane(8, 8);
        tiles.setId("self-tiles");
        for (Ranking.Entry entry : content.ranking().proponents()) {
            Picture picture = content.pictures().get(entry.train());
            if (picture == null) {
                break;
            }
            int label = workspace.images(Split.TRAIN).label(entry.train());
            PictureTile tile = new PictureTile(
                    picture,
                    tone,
                    entry.score(),
                    LabelWords.of(workspace.classNames(), label),
                    workspace.images(Split.TRAIN).name(entry.train()));
            tile.pictureView().setPrefSize(AnswerStage.TILE, AnswerStage.TILE);
            tile.setPrefWidth(AnswerStage.TILE + 12);
            tiles.getChildren().add(tile);
        }
        root.getChildren()
                .setAll(
                        Labels.styled("Training images that rest on themselves", "title"),
                        Labels.paragraph("The score of each training image for itself and its own label, by "
                                + content.method()
                                + ". Large ones are unlike all others of their class: rare, or labelled"
                                + " wrongly. The first "
                                + SignedNumbers.count(tiles.getChildren().size())
                                + " of " + SignedNumbers.count(content.ranking().trainSize()) + " are shown."),
                        tiles);
        stage.show();
    }
}
