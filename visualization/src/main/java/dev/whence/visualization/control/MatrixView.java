package dev.whence.visualization.control;

import dev.whence.visualization.chart.MatrixPlot;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of signed numbers as colours: of their sign, the stronger the larger. Rows and columns belong to named bands.
 * The pointer reads a cell, a click chooses it.
 *
 * <p>Style class {@code matrix-view}.
 */
public final class MatrixView extends Region {

    private static final double BELOW = 18;
    private static final double GAP = 14;
    private static final double LETTERS = 10.5;

    /** A place in the matrix. */
    public record Cell(int row, int column) {}

    private final double left;
    private final double right;
    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private Function<Cell, String> words = cell -> "";
    private Consumer<Cell> action = cell -> {};
    private @Nullable MatrixPlot content;
    private boolean dark;

    /**
     * @param left room for the names of the rows in points
     * @param right room on the right
     */
    public MatrixView(double left, double right) {
        this.left = left;
        this.right = right;
        getStyleClass().add("matrix-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(120, 60);
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> tooltip.hide());
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
    }

    /** Shows a matrix, or nothing. */
    public void show(@Nullable MatrixPlot shown) {
        content = shown;
        setAccessibleText(shown == null ? "" : shown.words());
        requestLayout();
    }

    /** What the pointer says of a cell. */
    public void setWords(Function<Cell, String> wanted) {
        words = wanted;
    }

    /** What a click on a cell does. */
    public void setOnAction(Consumer<Cell> wanted) {
        action = wanted;
    }

    /** Follows the window's theme. */
    public void setDark(boolean on) {
        dark = on;
        requestLayout();
    }

    private double wide() {
        return Math.max(1, getWidth() - left - right);
    }

    private double high() {
        return Math.max(1, getHeight() - BELOW);
    }

    private @Nullable Cell cell(MouseEvent event) {
        MatrixPlot shown = content;
        double x = (event.getX() - left) / wide();
        double y = event.getY() / high();
        if (shown == null || shown.values().length == 0 || x < 0 || x >= 1 || y < 0 || y >= 1) {
            return null;
        }
        return new Cell((int) (y * shown.values().length), (int) (x * shown.values()[0].length));
    }

    private void point(MouseEvent event) {
        Cell cell = cell(event);
        if (cell == null) {
            tooltip.hide();
            return;
        }
        tooltip.setText(words.apply(cell));
        tooltip.show(this, event.getScreenX() + GAP, event.getScreenY() + GAP);
    }

    private void click(MouseEvent event) {
        Cell cell = cell(event);
        if (cell != null) {
            action.accept(cell);
        }
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        GraphicsContext context = canvas.getGraphicsContext2D();
        context.clearRect(0, 0, getWidth(), getHeight());
        MatrixPlot shown = content;
        if (shown == null || shown.values().length == 0) {
            return;
        }
        int columns = (int) Math.floor(wide());
        int rows = (int) Math.floor(high());
        context.drawImage(picture(shown, columns, rows), left, 0);
        names(context, shown);
    }

    /** One pixel of the image for one of the screen. */
    private WritableImage picture(MatrixPlot shown, int columns, int rows) {
        WritableImage image = new WritableImage(columns, rows);
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        columns,
                        rows,
                        PixelFormat.getIntArgbInstance(),
                        shown.argb(columns, rows, dark),
                        0,
                        columns);
        return image;
    }

    private void names(GraphicsContext context, MatrixPlot shown) {
        context.setFont(Font.font(LETTERS));
        context.setFill(Color.web(dark ? "#9aa5b1" : "#59636e"));
        context.setStroke(Color.web(dark ? "#333a44" : "#dfe3e8"));
        context.setTextAlign(TextAlignment.RIGHT);
        double rows = high() / shown.values().length;
        for (MatrixPlot.Band band : shown.rows()) {
            double middle = (band.from() + band.to()) / 2.0 * rows;
            context.fillText(band.name(), left - 8, middle + LETTERS / 3, left - 12);
            context.strokeLine(left - 4, band.to() * rows, left + wide(), band.to() * rows);
        }
        context.setTextAlign(TextAlignment.CENTER);
        double columns = wide() / shown.values()[0].length;
        for (MatrixPlot.Band band : shown.columns()) {
            double x = left + (band.from() + band.to()) / 2.0 * columns;
            double room = (band.to() - band.from()) * columns - 4;
            if (room > 3 * LETTERS) {
                context.fillText(band.name(), x, getHeight() - 5, room);
            }
            context.strokeLine(left + band.to() * columns, 0, left + band.to() * columns, high() + 4);
        }
    }
}
