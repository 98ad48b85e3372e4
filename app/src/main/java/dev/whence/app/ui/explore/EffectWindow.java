package dev.whence.app.ui.explore;

import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.TrainingEffect;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.PictureTile;
import dev.whence.visualization.control.PictureView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/** What one training image does to the decisions on all test images. */
final class EffectWindow {

    private static final double SIDE = 84;

    private final Workspace workspace;
    private final PictureTone tone;
    private final IntConsumer chosen;
    private final Stage stage;
    private final VBox root = new VBox(14);

    /**
     * What is shown.
     *
     * @param method what it is called
     * @param train the training image
     * @param tests those of the test images with the strongest effects, by position
     */
    record Content(TrainingEffect effect, String method, Picture train, Map<Integer, Picture> tests) {

        Content {
            tests = Map.copyOf(tests);
        }
    }

    /** @param chosen what a click on a test image does */
    EffectWindow(Window owner, boolean dark, Workspace workspace, PictureTone tone, IntConsumer chosen) {
        this.workspace = workspace;
        this.tone = tone;
        this.chosen = chosen;
        root.setId("effect");
        stage = AnswerStage.of(owner, dark, root, "Effect of a training image", 520);
    }

    void show(Content content) {
        TrainingEffect effect = content.effect();
        String name = workspace.images(Split.TRAIN).name(effect.train());
        int label = workspace.images(Split.TRAIN).label(effect.train());
        stage.setTitle("Effect of training image " + name);
        PictureView picture = new PictureView();
        picture.setTone(tone);
        picture.setPrefSize(SIDE, SIDE);
        picture.setMinSize(SIDE, SIDE);
        picture.show(content.train(), "Training image " + name);
        Label title = Labels.styled(
                "What training image " + name + (label < 0 ? "" : ", " + className(label) + ",")
                        + " does to all test images",
                "title");
        title.setWrapText(true);
        int tests = effect.scores().length;
        Label share = new Label(String.format(
                Locale.ROOT,
                "It is one of the %d strongest proponents or opponents of %s test images (%s), by %s.",
                TrainingEffect.STRONGEST,
                SignedNumbers.count(effect.amongStrongest()),
                Shares.percent((double) effect.amongStrongest() / tests),
                content.method()));
        share.setId("effect-share");
        share.setWrapText(true);
        Label how = Labels.muted("Explained is the class each test image is decided for; choose one to explain it.");
        how.getStyleClass().add("small");
        root.getChildren()
                .setAll(
                        Labels.row(14, picture, new VBox(4, title, share, how)),
                        row(true, effect.ranking().proponents(), content, tests),
                        row(false, effect.ranking().opponents(), content, tests));
        stage.show();
    }

    private Node row(boolean positive, List<Ranking.Entry> entries, Content content, int tests) {
        Label heading = Labels.styled(
                positive ? "+ Supports most" : "− Speaks most against", positive ? "proponents" : "opponents");
        Label count = Labels.muted(String.format(
                Locale.ROOT,
                "%,d of %,d decisions have a %s score",
                entries.size(),
                tests,
                positive ? "positive" : "negative"));
        FlowPane tiles = new FlowPane(8, 8);
        tiles.setId(positive ? "effect-supports" : "effect-opposes");
        for (Ranking.Entry entry : entries) {
            Picture picture = content.tests().get(entry.train());
            if (picture == null) {
                break;
            }
            PictureTile tile = new PictureTile(
                    picture,
                    tone,
                    entry.score(),
                    className(content.effect().classes()[entry.train()]),
                    workspace.images(Split.TEST).name(entry.train()));
            tile.pictureView().setPrefSize(AnswerStage.TILE, AnswerStage.TILE);
            tile.setPrefWidth(AnswerStage.TILE + 12);
            tile.setOnAction(() -> {
                stage.close();
                chosen.accept(entry.train());
            });
            tiles.getChildren().add(tile);
        }
        VBox row = new VBox(6, Labels.row(10, heading, count), tiles);
        row.getStyleClass().add("card");
        return row;
    }

    private String className(int label) {
        return LabelWords.of(workspace.classNames(), label);
    }
}
