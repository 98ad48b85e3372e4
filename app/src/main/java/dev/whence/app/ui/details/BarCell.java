package dev.whence.app.ui.details;

import java.util.Locale;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A share as the length of a bar in the width of its column. */
final class BarCell<S> extends TableCell<S, Number> {

    private static final double HEIGHT = 9;
    private static final double SHORTEST = 1;

    private final Region bar = new Region();
    private final Pane room = new Pane(bar) {
        @Override
        protected void layoutChildren() {
            Number share = getItem();
            double width = share == null ? 0 : share.doubleValue() * getWidth();
            double shown = width > 0 ? Math.max(SHORTEST, width) : 0;
            bar.resizeRelocate(0, (getHeight() - HEIGHT) / 2, shown, HEIGHT);
        }
    };

    BarCell() {
        bar.getStyleClass().add("share-bar");
        room.setMinHeight(HEIGHT);
        room.setPrefHeight(HEIGHT);
        room.setPrefWidth(0);
        room.prefWidthProperty().bind(widthProperty().subtract(20));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(@Nullable Number share, boolean empty) {
        super.updateItem(share, empty);
        setAccessibleText(
                empty || share == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share.doubleValue()));
        setGraphic(empty || share == null ? null : room);
        room.requestLayout();
    }
}
