package dev.whence.visualization.control;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * Square cells in reading order, as many in a row as fit, of which only the visible ones exist; a cell that scrolls out
 * of sight is used again.
 */
final class ScrollingCells<T> extends Region {

    private final double cellSize;
    private final double gap;
    private final ObjIntConsumer<ThumbnailCell<T>> fill;
    private final Pane viewport = new Pane();
    private final ScrollBar scrollBar = new ScrollBar();
    private final Map<Integer, ThumbnailCell<T>> live = new HashMap<>();
    private final Deque<ThumbnailCell<T>> spare = new ArrayDeque<>();
    private int length;
    private int columns = 1;

    /**
     * @param cellSize side of a cell in points
     * @param gap between cells in points
     * @param fill gives a cell that came into sight the item of its position
     */
    ScrollingCells(double cellSize, double gap, ObjIntConsumer<ThumbnailCell<T>> fill) {
        this.cellSize = cellSize;
        this.gap = gap;
        this.fill = fill;
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(viewport.widthProperty());
        clip.heightProperty().bind(viewport.heightProperty());
        viewport.setClip(clip);
        scrollBar.setOrientation(Orientation.VERTICAL);
        scrollBar.setFocusTraversable(false);
        scrollBar.setAccessibleText("Scroll images");
        scrollBar.valueProperty().addListener((observed, was, is) -> requestLayout());
        getChildren().addAll(viewport, scrollBar);
        addEventHandler(ScrollEvent.SCROLL, this::scrolled);
    }

    /** Starts anew at the top with so many items. */
    void show(int count) {
        live.values().forEach(this::retire);
        live.clear();
        length = count;
        scrollBar.setValue(0);
        requestLayout();
    }

    /** Scrolls as little as makes an item fully visible. */
    void reveal(int index) {
        double top = rowTop(index);
        double bottom = top + cellSize;
        double height = viewport.getHeight();
        updateScrollRange();
        if (top < scrollBar.getValue()) {
            scrollBar.setValue(top);
        } else if (bottom > scrollBar.getValue() + height) {
            scrollTo(bottom - height);
        }
    }

    /** @param position of the upper edge in points from the top, brought into range */
    void scrollTo(double position) {
        scrollBar.setValue(Math.max(0, Math.min(scrollBar.getMax(), position)));
    }

    /** The cells on display, in no order. */
    Collection<ThumbnailCell<T>> live() {
        return live.values();
    }

    /** The cell at a place of the scene. */
    Optional<ThumbnailCell<T>> at(double sceneX, double sceneY) {
        return live.values().stream()
                .filter(cell -> cell.contains(cell.sceneToLocal(sceneX, sceneY)))
                .findFirst();
    }

    /** Cells that exist now, visible or held for reuse. */
    int count() {
        return live.size() + spare.size();
    }

    /** Cells in a row. */
    int columns() {
        return columns;
    }

    /** Cells that are seen whole at once, at least a row. */
    int page() {
        return Math.max(1, rowAt(viewport.getHeight() + gap)) * columns;
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
        long rows = (length + columns - 1L) / columns;
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
        double width = Math.max(0, getWidth() - barWidth);
        double height = getHeight();
        viewport.resizeRelocate(0, 0, width, height);
        scrollBar.resizeRelocate(width, 0, barWidth, height);
        int fitting = Math.max(1, (int) ((width + gap) / pitch()));
        if (fitting != columns) {
            int firstVisible = rowAt(scrollBar.getValue()) * columns;
            columns = fitting;
            updateScrollRange();
            scrollTo(rowTop(firstVisible));
        } else {
            updateScrollRange();
        }
        placeCells(height);
    }

    private void placeCells(double height) {
        double offset = scrollBar.getValue();
        int first = rowAt(offset) * columns;
        int end = height <= 0 ? first : Math.min(length, (rowAt(offset + height) + 1) * columns);
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
        fill.accept(cell, index);
        return cell;
    }

    private void retire(ThumbnailCell<T> cell) {
        cell.release();
        cell.setVisible(false);
        spare.push(cell);
    }

    private void scrolled(ScrollEvent event) {
        if (event.getDeltaY() != 0 && scrollBar.getMax() > 0) {
            scrollTo(scrollBar.getValue() - event.getDeltaY());
            event.consume();
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 4 * pitch() - gap + scrollBar.prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 5 * pitch() - gap;
    }

    @Override
    protected double computeMinWidth(double height) {
        return cellSize + scrollBar.prefWidth(-1);
    }

    @Override
    protected double computeMinHeight(double width) {
        return cellSize;
    }
}
