package dev.whence.visualization.control;

import dev.whence.visualization.SignedNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A few images with signed scores that may change many times a second: the tiles stay, pictures are read behind the window.
 *
 * <p>Style classes {@code scored-thumbnails}, {@code scored-thumbnail} with {@code positive} or {@code negative} and the
 * pseudo-class {@code selected}.
 *
 * @param <T> an item
 */
public final class ScoredThumbnails<T> extends TilePane {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final long CACHE_BYTES = 32L << 20;

    /** An item with its score, whose sign decides the colour. */
    public record Scored<T>(T item, double score) {}

    private final ThumbnailSource<T> source;
    private final ThumbnailLoader<T> loader;
    private final double side;
    private final List<Tile> tiles = new ArrayList<>();
    private Consumer<T> action = item -> {};
    private @Nullable T selected;

    /**
     * @param side of a picture in points
     * @param gap between tiles in points
     */
    public ScoredThumbnails(ThumbnailSource<T> source, double side, double gap) {
        super(gap, gap);
        this.source = source;
        this.side = side;
        this.loader = new ThumbnailLoader<>(source, CACHE_BYTES, (int) Math.ceil(2 * side));
        getStyleClass().add("scored-thumbnails");
    }

    /** What a click, Enter or Space on a tile does. */
    public void setOnAction(Consumer<T> wanted) {
        action = wanted;
    }

    /** Shows these instead, in this order. */
    public void show(List<Scored<T>> items) {
        while (tiles.size() < items.size()) {
            tiles.add(new Tile());
        }
        for (int i = 0; i < items.size(); i++) {
            tiles.get(i).show(items.get(i));
        }
        List<Tile> shown = tiles.subList(0, items.size());
        if (getChildren().size() != shown.size()) {
            getChildren().setAll(shown);
        }
    }

    /** Marks the tile of an item, if there is one. */
    public void select(@Nullable T item) {
        selected = item;
        tiles.forEach(Tile::mark);
    }

    /** Reads all pictures anew, for example in another tone. */
    public void reload() {
        loader.clearCache();
        tiles.forEach(Tile::read);
    }

    private final class Tile extends VBox {

        private final ImageView picture = new ImageView();
        private final Label score = new Label();
        private final Tooltip tooltip = new Tooltip();
        private @Nullable T item;

        Tile() {
            getStyleClass().add("scored-thumbnail");
            setAccessibleRole(AccessibleRole.BUTTON);
            setFocusTraversable(true);
            picture.setFitWidth(side);
            picture.setFitHeight(side);
            picture.setPreserveRatio(true);
            picture.setSmooth(false);
            StackPane frame = new StackPane(picture);
            frame.setMinSize(side, side);
            frame.setPrefSize(side, side);
            score.getStyleClass().add("score");
            score.setMinWidth(Region.USE_PREF_SIZE);
            getChildren().addAll(frame, score);
            tooltip.setShowDelay(Duration.millis(300));
            Tooltip.install(this, tooltip);
            addEventHandler(MouseEvent.MOUSE_CLICKED, event -> act());
            addEventHandler(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                    act();
                    event.consume();
                }
            });
        }

        private void act() {
            T shown = item;
            if (shown != null) {
                action.accept(shown);
            }
        }

        private void show(Scored<T> scored) {
            boolean negative = scored.score() < 0;
            getStyleClass().removeAll("positive", "negative");
            getStyleClass().add(negative ? "negative" : "positive");
            score.setText(SignedNumbers.score(scored.score()));
            String words = source.text(scored.item()) + ", " + score.getText();
            setAccessibleText(words);
            tooltip.setText(words);
            if (!scored.item().equals(item)) {
                item = scored.item();
                read();
            }
            mark();
        }

        private void mark() {
            pseudoClassStateChanged(SELECTED, item != null && Objects.equals(item, selected));
        }

        private void read() {
            T wanted = item;
            if (wanted == null) {
                return;
            }
            Image known = loader.cached(wanted);
            picture.setImage(known);
            if (known == null) {
                loader.request(wanted, () -> wanted.equals(item), image -> {
                    if (wanted.equals(item)) {
                        picture.setImage(image);
                    }
                });
            }
        }
    }
}
