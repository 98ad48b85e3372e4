package dev.whence.visualization.control;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * Two pictures beside each other with a line about each, to be shown at the pointer.
 *
 * <p>Style class {@code picture-pair}.
 *
 * @param <A> an item on the left
 * @param <B> an item on the right
 */
public final class PicturePair<A, B> extends HBox {

    private static final long CACHE_BYTES = 8L << 20;
    private static final double WIDEST = 160;

    /** Room for the words, always the same so that what holds the pair does not change its size at each item. */
    private static final double LINES = 40;

    private final Half<A> first;
    private final Half<B> second;

    /** @param side of a picture in points */
    public PicturePair(ThumbnailSource<A> left, ThumbnailSource<B> right, double side) {
        super(10);
        getStyleClass().add("picture-pair");
        first = new Half<>(left, side);
        second = new Half<>(right, side);
        getChildren().addAll(first.box, second.box);
    }

    /** Shows two others. */
    public void show(A left, B right) {
        first.show(left);
        second.show(right);
    }

    /** Reads the pictures anew, for example of another project. */
    public void reload() {
        first.loader.clearCache();
        second.loader.clearCache();
    }

    /** One of the two. */
    private static final class Half<T> {

        private final ThumbnailSource<T> source;
        private final ThumbnailLoader<T> loader;
        private final ImageView picture = new ImageView();
        private final Label words = new Label();
        private final VBox box = new VBox(4, picture, words);
        private @Nullable T item;

        Half(ThumbnailSource<T> source, double side) {
            this.source = source;
            loader = new ThumbnailLoader<>(source, CACHE_BYTES, (int) Math.ceil(2 * side));
            picture.setFitWidth(side);
            picture.setFitHeight(side);
            picture.setPreserveRatio(true);
            picture.setSmooth(false);
            words.setWrapText(true);
            words.setTextAlignment(TextAlignment.CENTER);
            words.setAlignment(Pos.TOP_CENTER);
            words.setPrefSize(WIDEST, LINES);
            words.setMinHeight(LINES);
            box.setAlignment(Pos.TOP_CENTER);
        }

        void show(T shown) {
            item = shown;
            words.setText(source.text(shown));
            Image known = loader.cached(shown);
            picture.setImage(known);
            if (known == null) {
                loader.request(shown, () -> shown.equals(item), image -> {
                    if (shown.equals(item)) {
                        picture.setImage(image);
                    }
                });
            }
        }
    }
}
