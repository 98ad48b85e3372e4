package dev.whence.visualization.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
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
    private final double cellSize;
    private final double gap;
    private final Pane viewport = new Pane();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Map<Integer, ThumbnailCell<T>> live = new HashMap<>();
    private final Deque<ThumbnailCell<T>> spare = new ArrayDeque<>();
    private final ReadOnlyIntegerWrapper selectedIndex = new ReadOnlyIntegerWrapper(this, "selectedIndex", -1);
    private final ReadOnlyObjectWrapper<@Nullable T> selectedItem = new ReadOnlyObjectWrapper<>(this, "selectedItem");
    private final GridPicks<T> picks = new GridPicks<>();
    private final ReadOnlyObjectWrapper<Set<T>> picked = new ReadOnlyObjectWrapper<>(this, "picked", Set.of());
    private boolean several;
    private List<T> items = List.of();
    private String name = "Images";
    private int columns = 1;

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
        this.cellSize = cellSize;
        this.gap = gap;
        this.loader = new ThumbnailLoader<>(source, cacheBytes, (int) Math.ceil(2 * cellSize));
        getStyleClass().add("thumbnail-grid");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        describe();
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(viewport.widthProperty());
        clip.heightProperty().bind(viewport.heightProperty());
        viewport.setClip(clip);
        scrollBar.setOrientation(Orientation.VERTICAL);
        scrollBar.setFocusTraversable(false);
        scrollBar.setAccessibleText("Scroll images");
        scrollBar.valueProperty().addListener((observed, was, is) -> requestLayout());
        getChildren().addAll(viewport, scrollBar);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    }

    /** Shows other items. The selected item stays selected if it is among them, else nothing is. */
    public void setItems(List<? extends T> shown) {
        T kept = selectedItem.get();
        items = List.copyOf(shown);
        for (ThumbnailCell<T> cell : live.values()) {
            retire(cell);
        }
        live.clear();
        int index = kept == null ? -1 : items.indexOf(kept);
        selectedIndex.set(index);
        selectedItem.set(index < 0 ? null : kept);
        picks.moveTo(index);
        scrollBar.setValue(0);
        if (index >= 0) {
            reveal(index);
        }
        describe();
        requestLayout();
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
        live.forEach((index, cell) -> cell.assign(index, items.get(index), source, loader));
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
            reveal(index);
        }
        markAll();
        describe();
    }

    private void markAll() {
        live.values().forEach(this::mark);
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

    /** Scrolls as little as makes an item fully visible. */
    public void reveal(int index) {
        double top = rowTop(index);
        double bottom = top + cellSize;
        double height = viewport.getHeight();
        updateScrollRange();
        if (top < scrollBar.getValue()) {
            scrollBar.setValue(top);
        } else if (bottom > scrollBar.getValue() + height) {
            scrollBar.setValue(Math.max(0, Math.min(scrollBar.getMax(), bottom - height)));
        }
    }

    /** Cells that exist now, visible or held for reuse. */
    public int cellCount() {
        return live.size() + spare.size();
    }

    /** The cells on display. */
    List<ThumbnailCell<T>> liveCells() {
        return new ArrayList<>(live.values());
    }

    /** For tests: as if the scroll bar were dragged. */
    void scrollTo(double position) {
        scrollBar.setValue(Math.max(0, Math.min(scrollBar.getMax(), position)));
    }

    private double pitch() {
        return cellSize + gap;
    }

    private double rowTop(int index) {
        int row = index / columns;
        return row * pitch();
    }

    private int rowAt(double offset) {
        return (int) (offset / pitch());
    }

    private double contentHeight() {
        long rows = (items.size() + columns - 1L) / columns;
        return Math.max(0, rows * pitch() - gap);
    }

    private void updateScrollRange() {
        double content = contentHeight();
        double height = viewport.getHeight();
        double max = Math.max(0, content - height);
        scrollBar.setMax(max);
        scrollBar.setVisibleAmount(content <= 0 ? 1 : max * height / content);
        scrollBar.setUnitIncrement(pitch());
        scrollBar.setBlockIncrement(Math.max(pitch(), height - pitch()));
        scrollBar.setVisible(max > 0);
        if (scrollBar.getValue() > max) {
            scrollBar.setValue(max);
        }
    }

    @Override
    protected void layoutChildren() {
        double barWidth = snapSizeX(scrollBar.prefWidth(-1));
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double width = Math.max(0, getWidth() - left - snappedRightInset() - barWidth);
        double height = Math.max(0, getHeight() - top - snappedBottomInset());
        viewport.resizeRelocate(left, top, width, height);
        scrollBar.resizeRelocate(left + width, top, barWidth, height);
        int fitting = Math.max(1, (int) ((width + gap) / pitch()));
        if (fitting != columns) {
            int firstVisible = rowAt(scrollBar.getValue()) * columns;
            columns = fitting;
            updateScrollRange();
            scrollBar.setValue(Math.min(scrollBar.getMax(), rowTop(firstVisible)));
        } else {
            updateScrollRange();
        }
        placeCells(height);
    }

    private void placeCells(double height) {
        double offset = scrollBar.getValue();
        int first = rowAt(offset) * columns;
        int end = height <= 0 ? first : Math.min(items.size(), (rowAt(offset + height) + 1) * columns);
        live.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey() < first || entry.getKey() >= end;
            if (gone) {
                retire(entry.getValue());
            }
            return gone;
        });
        for (int index = first; index < end; index++) {
            ThumbnailCell<T> cell = live.computeIfAbsent(index, this::newCell);
            double x = (index % columns) * pitch();
            double y = rowTop(index) - offset;
            cell.resizeRelocate(snapPositionX(x), snapPositionY(y), cellSize, cellSize);
        }
    }

    private ThumbnailCell<T> newCell(int index) {
        ThumbnailCell<T> cell = spare.poll();
        if (cell == null) {
            cell = new ThumbnailCell<>();
            viewport.getChildren().add(cell);
        }
        cell.setVisible(true);
        cell.assign(index, items.get(index), source, loader);
        mark(cell);
        return cell;
    }

    private void retire(ThumbnailCell<T> cell) {
        cell.release();
        cell.setVisible(false);
        spare.push(cell);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        if (event.getButton() == MouseButton.PRIMARY) {
            for (ThumbnailCell<T> cell : live.values()) {
                if (cell.contains(cell.sceneToLocal(event.getSceneX(), event.getSceneY()))) {
                    goTo(cell.index(), event.isShortcutDown(), event.isShiftDown());
                    event.consume();
                    return;
                }
            }
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
        reveal(index);
        pickedByHand();
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0 && scrollBar.getMax() > 0) {
            scrollTo(scrollBar.getValue() - event.getDeltaY());
            event.consume();
        }
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
        int page = Math.max(1, rowAt(viewport.getHeight() + gap)) * columns;
        int wanted = new GridSteps(items.size(), columns, page).from(picks.cursor(), event.getCode());
        if (wanted == GridSteps.NOWHERE) {
            return;
        }
        if (event.isShortcutDown() && !event.isShiftDown()) {
            picks.lookAt(wanted);
            reveal(wanted);
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
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + 4 * pitch() - gap + scrollBar.prefWidth(-1) + snappedRightInset();
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + 5 * pitch() - gap + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return snappedTopInset() + cellSize + snappedBottomInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + cellSize + scrollBar.prefWidth(-1) + snappedRightInset();
    }
}
