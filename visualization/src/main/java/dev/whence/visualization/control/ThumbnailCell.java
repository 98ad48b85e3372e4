package dev.whence.visualization.control;

import java.util.concurrent.atomic.AtomicInteger;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One place of the grid, given another item whenever it scrolls out at one end and in at the other.
 *
 * @param <T> an item
 */
final class ThumbnailCell<T> extends Region {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass PICKED = PseudoClass.getPseudoClass("picked");
    private static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");
    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");
    private static final PseudoClass UNREADABLE = PseudoClass.getPseudoClass("unreadable");
    private static final double BADGE = 9;
    private static final double TICK = 14;

    private final PictureView view = new PictureView();
    private final Region badge = new Region();
    private final StackPane tick = new StackPane();
    private final Tooltip tooltip = new Tooltip();
    private int index = -1;
    private @Nullable T item;
    private @Nullable Image image;
    /** Which assignment this is; a picture that was asked for under another number came too late. */
    private final AtomicInteger assignment = new AtomicInteger();

    ThumbnailCell() {
        getStyleClass().add("thumbnail-cell");
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        setManaged(false);
        badge.getStyleClass().add("badge");
        view.setMouseTransparent(true);
        badge.setMouseTransparent(true);
        Region mark = new Region();
        mark.getStyleClass().add("mark");
        tick.getStyleClass().add("tick");
        tick.getChildren().add(mark);
        tick.setMouseTransparent(true);
        tick.setVisible(false);
        getChildren().addAll(view, badge, tick);
        tooltip.setShowDelay(Duration.millis(300));
        Tooltip.install(this, tooltip);
    }

    void assign(int newIndex, T newItem, ThumbnailSource<T> source, ThumbnailLoader<T> loader) {
        index = newIndex;
        item = newItem;
        assignment.incrementAndGet();
        boolean marked = source.marked(newItem);
        pseudoClassStateChanged(MARKED, marked);
        pseudoClassStateChanged(UNREADABLE, false);
        badge.setVisible(marked);
        String text = source.text(newItem);
        setAccessibleText(text);
        tooltip.setText(text);
        Image known = loader.cached(newItem);
        display(known);
        if (known == null) {
            int asked = assignment.get();
            loader.request(newItem, () -> asked == assignment.get(), read -> arrived(asked, read));
        }
    }

    /** Lets go of the item; pictures still on their way to it are ignored. */
    void release() {
        index = -1;
        item = null;
        assignment.incrementAndGet();
        display(null);
    }

    private void arrived(int asked, @Nullable Image read) {
        if (asked == assignment.get()) {
            display(read);
            pseudoClassStateChanged(UNREADABLE, read == null);
        }
    }

    private void display(@Nullable Image shown) {
        image = shown;
        view.showImage(shown);
    }

    int index() {
        return index;
    }

    @Nullable
    T item() {
        return item;
    }

    /** The picture on display, null while it is being read. */
    @Nullable
    Image image() {
        return image;
    }

    void setSelected(boolean selected) {
        pseudoClassStateChanged(SELECTED, selected);
        notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
    }

    /** Whether it is one of several that are picked together. */
    void setPicked(boolean picked) {
        pseudoClassStateChanged(PICKED, picked);
        tick.setVisible(picked);
    }

    /** Whether the keyboard is here. */
    void setAtCursor(boolean here) {
        pseudoClassStateChanged(CURSOR, here);
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double top = snappedTopInset();
        view.resizeRelocate(
                left, top, getWidth() - left - snappedRightInset(), getHeight() - top - snappedBottomInset());
        badge.resizeRelocate(getWidth() - BADGE - 3, 3, BADGE, BADGE);
        tick.resizeRelocate(2, getHeight() - TICK - 2, TICK, TICK);
    }
}
