package dev.whence.visualization.control;

import dev.whence.engine.BadInputException;
import dev.whence.visualization.figure.Figure;
import dev.whence.visualization.figure.export.ExportSettings;
import dev.whence.visualization.figure.export.FigureExport;
import dev.whence.visualization.figure.export.FigurePainter;
import java.awt.image.BufferedImage;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.jfree.fx.FXGraphics2D;
import org.jspecify.annotations.Nullable;

/**
 * A figure on screen, as large as fits, drawn by the same painter as the exported files and in whole screen pixels. Always
 * on its own light paper, whatever the theme.
 *
 * <p>Style class {@code figure-view}.
 */
public final class FigureView extends Region {

    /** Points per millimetre at which a figure has its true size on an ordinary screen. */
    private static final double POINTS_PER_MM = 96 / 25.4;

    private static final double LARGEST_CANVAS = 8000;

    private final Canvas canvas = new Canvas();
    private @Nullable Figure figure;

    public FigureView() {
        getStyleClass().add("figure-view");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
    }

    /**
     * @param shown the figure, or null for nothing
     * @param description what it shows, for screen readers
     */
    public void show(@Nullable Figure shown, String description) {
        figure = shown;
        setAccessibleText(description);
        requestLayout();
    }

    public @Nullable Figure figure() {
        return figure;
    }

    /**
     * The figure as an image for the clipboard.
     *
     * @throws BadInputException if it would have too many pixels
     */
    public static ClipboardContent clipboardContent(Figure figure, ExportSettings settings) {
        BufferedImage image = FigureExport.image(figure, settings);
        ClipboardContent content = new ClipboardContent();
        content.putImage(SwingFXUtils.toFXImage(image, null));
        return content;
    }

    /**
     * Puts the figure on the system's clipboard as an image.
     *
     * @throws BadInputException if it would have too many pixels
     */
    public static void copy(Figure figure, ExportSettings settings) {
        Clipboard.getSystemClipboard().setContent(clipboardContent(figure, settings));
    }

    @Override
    protected void layoutChildren() {
        Figure shown = figure;
        double roomX = getWidth() - snappedLeftInset() - snappedRightInset();
        double roomY = getHeight() - snappedTopInset() - snappedBottomInset();
        if (shown == null || roomX < 1 || roomY < 1) {
            canvas.setWidth(0);
            canvas.setHeight(0);
            return;
        }
        double screen = screenScale();
        double perMm = Math.min(roomX / shown.widthMm(), roomY / shown.heightMm());
        double most = LARGEST_CANVAS / screen / Math.max(shown.widthMm(), shown.heightMm());
        perMm = Math.min(perMm, most);
        canvas.setWidth(shown.widthMm() * perMm);
        canvas.setHeight(shown.heightMm() * perMm);
        canvas.relocate(
                snapPositionX(snappedLeftInset() + (roomX - canvas.getWidth()) / 2),
                snapPositionY(snappedTopInset() + (roomY - canvas.getHeight()) / 2));
        paint(shown, perMm * screen, screen);
    }

    /** The painter rounds to whole pixels, so that it has to count in those of the screen. */
    private void paint(Figure shown, double pixelsPerMm, double screen) {
        var context = canvas.getGraphicsContext2D();
        context.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        FXGraphics2D graphics = new FXGraphics2D(context);
        graphics.scale(1 / screen, 1 / screen);
        FigurePainter.paint(shown, graphics, pixelsPerMm);
        graphics.scale(screen, screen);
    }

    private double screenScale() {
        Window window = getScene() == null ? null : getScene().getWindow();
        return window == null ? 1 : Math.max(1, window.getOutputScaleX());
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset() + snappedRightInset() + (figure == null ? 0 : figure.widthMm() * POINTS_PER_MM);
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + snappedBottomInset() + (figure == null ? 0 : figure.heightMm() * POINTS_PER_MM);
    }
}
