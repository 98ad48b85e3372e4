package dev.whence.visualization.control;

import dev.whence.visualization.chart.MatrixPlot;
import dev.whence.visualization.chart.MatrixPlot.Part;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of signed numbers as colours: of their sign, the stronger the larger. Rows and columns belong to named bands.
 * The pointer reads a cell, a click chooses it, the wheel zooms, dragging moves, a double click shows everything.
 *
 * <p>Style class {@code matrix-view}.
 */
public final class MatrixView extends Region {

    private static final double BELOW = 18;
    private static final double GAP = 14;
    private static final double LETTERS = 10.5;

    /** About as wide is a letter beside its size. */
    private static final double LETTER_SHARE = 0.62;

    /** A place in the matrix. */
    public record Cell(int row, int column) {}

    private final double left;
    private final double right;
    private final ViewportModel viewport = new ViewportModel();
    private final Canvas canvas = new Canvas();
    private final Tooltip tooltip = new Tooltip();
    private final PauseTransition second = new PauseTransition(Duration.millis(300));
    private Function<Cell, String> words = cell -> "";
    private Function<Cell, @Nullable Node> picture = cell -> null;
    private Consumer<Cell> action = cell -> {};
    private @Nullable MatrixPlot content;
    private @Nullable Cell pointed;
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
        tooltip.setContentDisplay(ContentDisplay.TOP);
        new ViewportGestures(viewport) {
            @Override
            Bounds area() {
                return new BoundingBox(left, 0, wide(), high());
            }
        }.install(this);
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> leave());
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
    }

    /** Shows a matrix, or nothing; a matrix of another size as a whole. */
    public void show(@Nullable MatrixPlot shown) {
        MatrixPlot before = content;
        if (shown == null
                || before == null
                || before.values().length != shown.values().length
                || columns(before) != columns(shown)) {
            viewport.reset();
        }
        content = shown;
        setAccessibleText(shown == null ? "" : shown.words());
        requestLayout();
    }

    /** What the pointer says of a cell. */
    public void setWords(Function<Cell, String> wanted) {
        words = wanted;
    }

    /** What the pointer shows above the words. */
    public void setPicture(Function<Cell, @Nullable Node> wanted) {
        picture = wanted;
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

    /** Which part is seen. */
    public ViewportModel viewport() {
        return viewport;
    }

    private static int columns(MatrixPlot plot) {
        return plot.values().length == 0 ? 0 : plot.values()[0].length;
    }

    private double wide() {
        return Math.max(1, getWidth() - left - right);
    }

    private double high() {
        return Math.max(1, getHeight() - BELOW);
    }

    private Part part() {
        double side = 1 / viewport.zoom();
        return new Part(viewport.centreX() - side / 2, viewport.centreY() - side / 2, side, side);
    }

    private @Nullable Cell cell(MouseEvent event) {
        MatrixPlot shown = content;
        double x = (event.getX() - left) / wide();
        double y = event.getY() / high();
        if (shown == null || columns(shown) == 0 || x < 0 || x >= 1 || y < 0 || y >= 1) {
            return null;
        }
        Part part = part();
        return new Cell(
                (int) Math.min(shown.values().length - 1.0, (part.top() + y * part.height()) * shown.values().length),
                (int) Math.min(columns(shown) - 1.0, (part.left() + x * part.width()) * columns(shown)));
    }

    private void leave() {
        pointed = null;
        tooltip.hide();
    }

    private void point(MouseEvent event) {
        Cell cell = cell(event);
        if (cell == null) {
            leave();
            return;
        }
        if (!cell.equals(pointed)) {
            pointed = cell;
            tooltip.setText(words.apply(cell));
            tooltip.setGraphic(picture.apply(cell));
        }
        tooltip.show(this, event.getScreenX() + GAP, event.getScreenY() + GAP);
    }

    /** While only a part is seen, a click waits whether a second one follows, which is to show everything. */
    private void click(MouseEvent event) {
        Cell cell = cell(event);
        second.stop();
        if (cell == null
                || event.getButton() != MouseButton.PRIMARY
                || !event.isStillSincePress()
                || event.getClickCount() > 1) {
            return;
        }
        if (viewport.zoom() > ViewportModel.WHOLE) {
            second.setOnFinished(waited -> action.accept(cell));
            second.playFromStart();
        } else {
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
        if (shown == null || columns(shown) == 0) {
            return;
        }
        int columns = (int) Math.floor(wide());
        int rows = (int) Math.floor(high());
        context.drawImage(picture(shown, columns, rows), left, 0);
        names(context, shown);
        MatrixKey.draw(context, shown, dark, words(dark), left + wide(), right, high());
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
                        shown.argb(part(), columns, rows, dark),
                        0,
                        columns);
        return image;
    }

    private void names(GraphicsContext context, MatrixPlot shown) {
        context.setFont(Font.font(LETTERS));
        context.setFill(words(dark));
        context.setStroke(Color.web(dark ? "#333a44" : "#dfe3e8"));
        Part part = part();
        context.setTextAlign(TextAlignment.RIGHT);
        double lastName = -LETTERS;
        for (MatrixPlot.Band band : shown.rows()) {
            double from = high() * share(band.from(), shown.values().length, part.top(), part.height());
            double to = high() * share(band.to(), shown.values().length, part.top(), part.height());
            double middle = (from + to) / 2 + LETTERS / 3;
            if (to > from && middle - lastName >= LETTERS) {
                context.fillText(band.name(), left - 8, middle, left - 12);
                lastName = middle;
            }
            context.strokeLine(left - 4, to, left + wide(), to);
        }
        context.setTextAlign(TextAlignment.CENTER);
        for (MatrixPlot.Band band : shown.columns()) {
            double from = left + wide() * share(band.from(), columns(shown), part.left(), part.width());
            double to = left + wide() * share(band.to(), columns(shown), part.left(), part.width());
            if (to - from - 4 > Math.min(3, LETTER_SHARE * band.name().length()) * LETTERS) {
                context.fillText(band.name(), (from + to) / 2, getHeight() - 5, to - from - 4);
            }
            context.strokeLine(to, 0, to, high() + 4);
        }
    }

    private static Color words(boolean dark) {
        return Color.web(dark ? "#9aa5b1" : "#59636e");
    }

    /** Where the edge of a cell is seen, 0 to 1. */
    private static double share(int edge, int cells, double start, double share) {
        return Math.max(0, Math.min(1, ((double) edge / cells - start) / share));
    }
}
