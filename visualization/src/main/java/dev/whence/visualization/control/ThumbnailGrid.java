package dev.whence.visualization.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A grid of thumbnails in reading order that stays fast with 100,000 items: only visible cells exist, pictures are read
 * behind the window and kept in a cache of bounded size. One item may be selected, by click, arrows, Home, End and Page
 * keys; the grid as a whole has the focus. Beside it several may be picked where that is allowed: with Ctrl
 * and Shift and the mouse or the same keys, with Ctrl+Space, Ctrl+A, and none any more with Escape.
 *
 * <p>Style classes {@code thumbnail-grid}, {@code thumbnail-cell} with pseudo-classes {@code selected}, {@code picked},
 * {@code cursor}, {@code marked}, {@code unreadable}.
 *
 * @param <T> an item
 */
public final class ThumbnailGrid<T> extends Region {

    /** Pixels held in memory unless told otherwise, in bytes. */
    public static final long DEFAULT_CACHE_BYTES = 128L << 20;

    private final ThumbnailSource<T> source;
    private final ThumbnailLoader<T> loader;
    private final ScrollingCells<T> cells;
    private final ReadOnlyIntegerWrapper selectedIndex = new ReadOnlyIntegerWrapper(this, "selectedIndex", -1);
    private final ReadOnlyObjectWrapper<@Nullable T> selectedItem = new ReadOnlyObjectWrapper<>(this, "selectedItem");
    private final GridPicks<T> picks = new GridPicks<>();
    private final ReadOnlyObjectWrapper<Set<T>> picked = new ReadOnlyObjectWrapper<>(this, "picked", Set.of());
    private boolean several;
    private List<T> items = List.of();
    private String name = "Images";

    /**
     * @param source what is shown for an item
     * @param cellSize side of a cell in points
     * @param gap between cells in points
     */
    public ThumbnailGrid(ThumbnailSource<T> source, double cellSize, double gap) {
        this(source, cellSize, gap, DEFAULT_CACHE_BYTES);
    }

    /**
     * @param cacheBytes limit of the pixels held, in bytes
     */
    public ThumbnailGrid(ThumbnailSource<T> source, double cellSize, double gap, long cacheBytes) {
        this.source = source;
        this.loader = new ThumbnailLoader<>(source, cacheBytes, (int) Math.ceil(2 * cellSize));
        getStyleClass().add("thumbnail-grid");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        describe();
        cells = new ScrollingCells<>(cellSize, gap, this::fill);
        getChildren().add(cells);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    }

    /** Shows other items. The selected item stays selected if it is among them, else nothing is. */
    public void setItems(List<? extends T> shown) {
        T kept = selectedItem.get();
        items = List.copyOf(shown);
        int index = kept == null ? -1 : items.indexOf(kept);
        selectedIndex.set(index);
        selectedItem.set(index < 0 ? null : kept);
        picks.moveTo(index);
        cells.show(items.size());
        if (index >= 0) {
            cells.reveal(index);
        }
        describe();
    }

    public List<T> getItems() {
        return items;
    }

    /** What the grid shows, for screen readers, such as "Test images". */
    public void setName(String name) {
        this.name = name;
        describe();
    }

    /** Asks the source for all texts, marks and pictures again, for example after predictions arrived. */
    public void refresh() {
        loader.clearCache();
        cells.live().forEach(cell -> cell.assign(cell.index(), items.get(cell.index()), source, loader));
    }

    /** Position of the selected item, or -1. */
    public ReadOnlyIntegerProperty selectedIndexProperty() {
        return selectedIndex.getReadOnlyProperty();
    }

    /** The selected item, or null. */
    public ReadOnlyObjectProperty<@Nullable T> selectedItemProperty() {
        return selectedItem.getReadOnlyProperty();
    }

    /** Allows picking several items. */
    public void setSeveral(boolean allowed) {
        several = allowed;
    }

    /** The items picked together, listed or not; empty while one is selected alone. */
    public ReadOnlyObjectProperty<Set<T>> pickedProperty() {
        return picked.getReadOnlyProperty();
    }

    /** Picks these items and no others; what is selected stays. */
    public void pick(Collection<? extends T> wanted) {
        picks.replace(wanted);
        tellPicks();
    }

    /** Selects an item by value and scrolls to it; nothing happens if it is not shown. */
    public void select(T item) {
        int index = items.indexOf(item);
        if (index >= 0) {
            selectIndex(index);
        }
    }

    /**
     * Selects and scrolls to an item.
     *
     * @param index position, or -1 to select nothing
     */
    public void selectIndex(int index) {
        if (index < -1 || index >= items.size()) {
            throw new IndexOutOfBoundsException("no item " + index + " among " + items.size());
        }
        selectedIndex.set(index);
        selectedItem.set(index < 0 ? null : items.get(index));
        picks.moveTo(index);
        if (index >= 0) {
            cells.reveal(index);
        }
        markAll();
        describe();
    }

    private void markAll() {
        cells.live().forEach(this::mark);
    }

    private void fill(ThumbnailCell<T> cell, int index) {
        cell.assign(index, items.get(index), source, loader);
        mark(cell);
    }

    private void mark(ThumbnailCell<T> cell) {
        cell.setSelected(cell.index() == selectedIndex.get());
        cell.setPicked(picks.contains(items.get(cell.index())));
        cell.setAtCursor(cell.index() == picks.cursor());
    }

    private void tellPicks() {
        picked.set(picks.all());
        markAll();
        describe();
    }

    /** After a person's picking: a single one that is left of several is simply the selected one. */
    private void pickedByHand() {
        Set<T> now = picks.all();
        int only = now.size() == 1 ? items.indexOf(now.iterator().next()) : -1;
        if (only >= 0) {
            selectAlone(only);
        } else {
            tellPicks();
        }
    }

    private void selectAlone(int index) {
        picks.clear();
        picked.set(Set.of());
        selectIndex(index);
    }

    /** Cells that exist now, visible or held for reuse. */
    public int cellCount() {
        return cells.count();
    }

    /** The cells on display. */
    List<ThumbnailCell<T>> liveCells() {
        return new ArrayList<>(cells.live());
    }

    /** For tests: as if the scroll bar were dragged. */
    void scrollTo(double position) {
        cells.scrollTo(position);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY) {
            cells.at(event.getSceneX(), event.getSceneY()).ifPresent(cell -> {
                goTo(cell.index(), event.isShortcutDown(), event.isShiftDown());
                event.consume();
            });
        }
    }

    private void goTo(int index, boolean oneMore, boolean run) {
        if (!several || !(oneMore || run)) {
            selectAlone(index);
            return;
        }
        if (run) {
            picks.extend(index, items, oneMore);
        } else {
            picks.toggle(index, items, selectedIndex.get());
        }
        cells.reveal(index);
        pickedByHand();
    }

    private void keyPressed(KeyEvent event) {
        if (items.isEmpty() || event.isAltDown()) {
            return;
        }
        if (several && pickingKey(event)) {
            event.consume();
            return;
        }
        if (event.isShortcutDown() && !several) {
            return;
        }
        int wanted = new GridSteps(items.size(), cells.columns(), cells.page()).from(picks.cursor(), event.getCode());
        if (wanted == GridSteps.NOWHERE) {
            return;
        }
        if (event.isShortcutDown() && !event.isShiftDown()) {
            picks.lookAt(wanted);
            cells.reveal(wanted);
            markAll();
        } else {
            goTo(wanted, event.isShortcutDown(), event.isShiftDown());
        }
        event.consume();
    }

    /** Keys that concern picks and no direction. */
    private boolean pickingKey(KeyEvent event) {
        if (event.getCode() == KeyCode.A && event.isShortcutDown() && !event.isShiftDown()) {
            picks.addAll(items);
        } else if (event.getCode() == KeyCode.ESCAPE && !picked.get().isEmpty()) {
            picks.clear();
        } else if (event.getCode() == KeyCode.SPACE && event.isShortcutDown() && picks.cursor() >= 0) {
            picks.toggle(picks.cursor(), items, selectedIndex.get());
        } else {
            return false;
        }
        pickedByHand();
        return true;
    }

    private void describe() {
        T item = selectedItem.get();
        String which = item == null
                ? items.size() + " images, none selected"
                : (selectedIndex.get() + 1) + " of " + items.size() + ": " + source.text(item);
        String together = picked.get().isEmpty() ? "" : ", " + picked.get().size() + " picked together";
        setAccessibleText(name + ", " + which + together);
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double height = getHeight() - snappedTopInset() - snappedBottomInset();
        cells.resizeRelocate(snappedLeftInset(), snappedTopInset(), Math.max(0, width), Math.max(0, height));
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + cells.minWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return snappedTopInset() + cells.minHeight(-1) + snappedBottomInset();
    }
}
