package dev.whence.visualization.control;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.chart.StepAxis;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.image.Image;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.scene.shape.Line;
import org.jspecify.annotations.Nullable;

/**
 * Rows of coloured strips, one for each item, whose colour is the item's value at each step of a training; dots tell when
 * something happened to it. Stays fast with 100,000 rows: only visible ones exist and are read.
 *
 * <p>Style classes {@code step-strips}, {@code strip-row}, {@code looked-at}.
 *
 * @param <T> an item
 */
public final class StepStrips<T> extends StackPane {

    /** Height of a row in points. */
    public static final double ROW = 28;

    private static final long CACHE_BYTES = 32L << 20;
    private static final Color FOR = Color.web("#b2182b");
    private static final Color FOR_DARK = Color.web("#ff8a80");
    private static final Color AGAINST = Color.web("#1f5fa8");
    private static final Color AGAINST_DARK = Color.web("#7ab8ff");

    /** What is shown for an item. */
    public interface Source<T> extends ThumbnailSource<T> {

        /** The item's values before each step and at the end, {@code [steps + 1]}. */
        float[] values(T item);

        /** Whether something happened to the item in each step, {@code [steps]}. */
        boolean[] dots(T item);

        /** A short name beside the picture. */
        String name(T item);
    }

    private final Source<T> source;
    private final StepAxis axis;
    private final double left;
    private final double right;
    private final ThumbnailLoader<T> loader;
    private final ObservableList<T> items = FXCollections.observableArrayList();
    private final ListView<T> list = new ListView<>(items);
    private final Line lookedAt = new Line();
    private final ReadOnlyObjectWrapper<@Nullable T> pointed = new ReadOnlyObjectWrapper<>(this, "pointed");
    private Consumer<T> action = item -> {};
    private Function<T, @Nullable Node> tip = item -> null;
    private double largest;
    private boolean dark;
    private @Nullable T selected;

    /**
     * @param left room for picture and name in points, as for a chart above
     * @param right room for the value
     */
    public StepStrips(Source<T> source, StepAxis axis, double left, double right) {
        this.source = source;
        this.axis = axis;
        this.left = left;
        this.right = right;
        this.loader = new ThumbnailLoader<>(source, CACHE_BYTES, 64);
        getStyleClass().add("step-strips");
        list.setFixedCellSize(ROW);
        list.setCellFactory(view -> new StripCell<>(this));
        list.setAccessibleText("Training images through time");
        list.getSelectionModel().selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null && !is.equals(selected)) {
                selected = is;
                action.accept(is);
            }
        });
        lookedAt.getStyleClass().add("looked-at");
        lookedAt.setManaged(false);
        lookedAt.setMouseTransparent(true);
        getChildren().addAll(list, lookedAt);
        axis.currentProperty().addListener((InvalidationListener) observed -> stepped());
        axis.fromProperty().addListener((InvalidationListener) observed -> list.refresh());
        axis.toProperty().addListener((InvalidationListener) observed -> list.refresh());
    }

    /** What choosing a row does. */
    public void setOnAction(Consumer<T> wanted) {
        action = wanted;
    }

    /** What the pointer shows above the value of a step; without it, the item is named in words. */
    public void setPicture(Function<T, @Nullable Node> wanted) {
        tip = wanted;
    }

    /**
     * Shows these rows, in this order.
     *
     * @param largest magnitude that has the strongest colour
     */
    public void show(List<T> shown, double largest) {
        this.largest = largest;
        items.setAll(shown);
        list.refresh();
        reveal();
    }

    /** Marks a row and brings it into view. */
    public void select(@Nullable T item) {
        selected = item;
        reveal();
    }

    /** Follows the window's theme. */
    public void setDark(boolean on) {
        dark = on;
        list.refresh();
    }

    /** Reads all pictures anew, for example in another tone. */
    public void reload() {
        loader.clearCache();
        list.refresh();
    }

    /** The row below the pointer, null for none. */
    public ReadOnlyObjectProperty<@Nullable T> pointedProperty() {
        return pointed.getReadOnlyProperty();
    }

    /** The rows in their order. */
    public List<T> items() {
        return List.copyOf(items);
    }

    private void reveal() {
        T wanted = selected;
        int at = wanted == null ? -1 : items.indexOf(wanted);
        if (at < 0) {
            list.getSelectionModel().clearSelection();
        } else if (list.getSelectionModel().getSelectedIndex() != at) {
            list.getSelectionModel().select(at);
            int visible = Math.max(1, (int) (list.getHeight() / ROW));
            list.scrollTo(Math.max(0, at - visible / 2));
        }
    }

    private void stepped() {
        requestLayout();
        list.lookupAll(".strip-row").forEach(node -> ((StripCell<?>) node).showValue());
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        double share = axis.share(axis.currentProperty().get());
        boolean seen = share >= 0 && share <= 1 && !items.isEmpty();
        lookedAt.setVisible(seen);
        double x = Math.floor(left + share * wide()) + 0.5;
        lookedAt.setStartX(x);
        lookedAt.setEndX(x);
        lookedAt.setStartY(0);
        lookedAt.setEndY(Math.min(getHeight(), items.size() * ROW));
    }

    double wide() {
        return Math.max(1, getWidth() - left - right);
    }

    double left() {
        return left;
    }

    double right() {
        return right;
    }

    Source<T> source() {
        return source;
    }

    StepAxis axis() {
        return axis;
    }

    /** The colour of a value: of its sign, the stronger the larger. */
    Color colour(float value) {
        double strength = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
        return (value < 0 ? dark ? AGAINST_DARK : AGAINST : dark ? FOR_DARK : FOR).deriveColor(0, 1, 1, strength);
    }

    /** The colour of the dots. */
    Color dots() {
        return dark ? Color.rgb(235, 240, 246, 0.6) : Color.rgb(20, 24, 30, 0.55);
    }

    void pointAt(@Nullable T item) {
        pointed.set(item);
    }

    /** Reads the picture of an item, unless nobody waits for it any more. */
    void picture(T item, java.util.function.BooleanSupplier wanted, Consumer<@Nullable Image> whenRead) {
        Image known = loader.cached(item);
        if (known != null) {
            whenRead.accept(known);
        } else {
            whenRead.accept(null);
            loader.request(item, wanted, whenRead);
        }
    }

    @Nullable
    Node tip(T item) {
        return tip.apply(item);
    }

    /** The value of an item at the step that is looked at. */
    static String words(double value) {
        return SignedNumbers.score(value);
    }
}
