package dev.whence.visualization.control;

import dev.whence.visualization.chart.StepAxis;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.image.ImageView;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** One row of {@link StepStrips}: picture, name, strip, value at the step that is looked at. */
final class StripCell<T> extends ListCell<T> {

    private static final double PICTURE = 22;
    private static final double INSET = 3;
    private static final double DOT = 3;

    private final StepStrips<T> strips;
    private final ImageView picture = new ImageView();
    private final Label name = new Label();
    private final Label value = new Label();
    private final Canvas strip = new Canvas();
    private final Pane row = new Row();
    private final Tooltip tooltip = new Tooltip();
    private float[] values = new float[0];
    private boolean[] dots = new boolean[0];
    private int pointed = -1;

    StripCell(StepStrips<T> strips) {
        this.strips = strips;
        getStyleClass().add("strip-row");
        picture.setFitWidth(PICTURE);
        picture.setFitHeight(PICTURE);
        picture.setPreserveRatio(true);
        picture.setSmooth(false);
        name.getStyleClass().add("strip-name");
        value.getStyleClass().add("score");
        value.setMinWidth(Region.USE_PREF_SIZE);
        row.getChildren().addAll(picture, name, strip, value);
        tooltip.setShowDelay(Duration.millis(250));
        tooltip.setShowDuration(Duration.INDEFINITE);
        tooltip.setContentDisplay(ContentDisplay.TOP);
        tooltip.setOnShowing(event -> tip());
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> {
            double at = strip.sceneToLocal(event.getSceneX(), event.getSceneY()).getX() / strip.getWidth();
            pointed = at >= 0 && at <= 1 && values.length > 0 ? stepAt(strips.axis(), at) : -1;
            if (tooltip.isShowing()) {
                tip();
            }
        });
        hoverProperty().addListener((observed, was, is) -> strips.pointAt(is ? getItem() : null));
    }

    @Override
    protected void updateItem(@Nullable T item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        values = strips.source().values(item);
        dots = strips.source().dots(item);
        name.setText(strips.source().name(item));
        strips.picture(item, () -> item.equals(getItem()), image -> {
            if (item.equals(getItem())) {
                picture.setImage(image);
            }
        });
        setTooltip(tooltip);
        setGraphic(row);
        showValue();
        row.requestLayout();
    }

    /** Says what is at the pointer: the value of a step, or of the one that is looked at beside the strip. */
    private void tip() {
        T item = getItem();
        if (item == null || values.length == 0) {
            return;
        }
        int step = Math.min(
                pointed >= 0 ? pointed : strips.axis().currentProperty().get(), values.length - 1);
        String words = String.format(Locale.ROOT, "after step %,d: %s", step, StepStrips.words(values[step]));
        Node picture = strips.tip(item);
        tooltip.setGraphic(picture);
        tooltip.setText(picture == null ? strips.source().text(item) + "\n" + words : words);
    }

    /** The value at the step that is looked at. */
    void showValue() {
        T item = getItem();
        if (item == null || values.length == 0) {
            return;
        }
        int step = Math.min(strips.axis().currentProperty().get(), values.length - 1);
        double now = values[step];
        value.setText(StepStrips.words(now));
        value.getStyleClass().removeAll("positive", "negative");
        if (now != 0) {
            value.getStyleClass().add(now < 0 ? "negative" : "positive");
        }
        setAccessibleText(strips.source().text(item) + ", " + value.getText());
        row.requestLayout();
    }

    private void draw() {
        GraphicsContext context = strip.getGraphicsContext2D();
        double wide = strip.getWidth();
        double high = strip.getHeight();
        context.clearRect(0, 0, wide, high);
        StepAxis axis = strips.axis();
        int pixels = (int) Math.ceil(wide);
        int from = 0;
        for (int x = 1; x <= pixels; x++) {
            int before = stepAt(axis, (x - 0.5) / wide);
            if (x == pixels || stepAt(axis, (x + 0.5) / wide) != before) {
                context.setFill(strips.colour(values[before]));
                context.fillRect(from, 0, x - from, high);
                from = x;
            }
        }
        context.setFill(strips.dots());
        for (int s = 0; s < dots.length; s++) {
            double share = axis.share(s + 0.5);
            if (dots[s] && share >= 0 && share <= 1) {
                context.fillOval(share * wide - DOT / 2, high - DOT - 2, DOT, DOT);
            }
        }
    }

    /** What a place between two steps shows: the sum after the step that is under way. */
    private int stepAt(StepAxis axis, double share) {
        return Math.max(0, Math.min(values.length - 1, (int) Math.floor(axis.place(share)) + 1));
    }

    private final class Row extends Pane {

        @Override
        protected double computePrefWidth(double height) {
            return 0;
        }

        @Override
        protected double computePrefHeight(double width) {
            return StepStrips.ROW;
        }

        @Override
        protected void layoutChildren() {
            double middle = StepStrips.ROW / 2;
            double names = PICTURE + 10;
            picture.relocate(2, middle - PICTURE / 2);
            name.resize(Math.max(0, strips.left() - names - 8), name.prefHeight(-1));
            name.relocate(names, snapPositionY(middle - name.getHeight() / 2));
            double wide = Math.floor(strips.wide());
            double high = StepStrips.ROW - 2 * INSET + 2;
            strip.relocate(strips.left(), INSET - 1);
            if (strip.getWidth() != wide) {
                strip.setWidth(wide);
                strip.setHeight(high);
            }
            draw();
            value.autosize();
            double end = strips.left() + wide + strips.right() - 16;
            value.relocate(snapPositionX(end - value.getWidth()), snapPositionY(middle - value.getHeight() / 2));
        }
    }
}
