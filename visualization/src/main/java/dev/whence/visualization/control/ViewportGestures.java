package dev.whence.visualization.control;

import javafx.beans.InvalidationListener;
import javafx.geometry.Bounds;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * Lets a person look closer: the wheel zooms at the pointer, dragging moves, a double click shows everything; with the
 * keyboard plus, minus, zero and the arrows.
 */
abstract class ViewportGestures {

    private static final double WHEEL = 1.0025;
    private static final double KEY_ZOOM = 1.25;
    private static final double KEY_MOVE = 0.1;

    private final ViewportModel viewport;
    private double lastX;
    private double lastY;
    private boolean dragging;

    ViewportGestures(ViewportModel viewport) {
        this.viewport = viewport;
    }

    /** Where the whole picture would lie without zoom, in the region's coordinates. */
    abstract Bounds area();

    /** Begins to listen, and lays the region out anew whenever another part is to be seen. */
    void install(Region region) {
        InvalidationListener moved = observed -> region.requestLayout();
        viewport.zoomProperty().addListener(moved);
        viewport.centreXProperty().addListener(moved);
        viewport.centreYProperty().addListener(moved);
        region.setFocusTraversable(true);
        region.addEventHandler(ScrollEvent.SCROLL, this::scroll);
        region.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            region.requestFocus();
            dragging = event.getButton() == MouseButton.PRIMARY;
            lastX = event.getX();
            lastY = event.getY();
        });
        region.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        region.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                viewport.reset();
            }
        });
        region.addEventHandler(KeyEvent.KEY_PRESSED, event -> press(viewport, event));
    }

    /** The place in the whole picture that lies at a share of what is seen, 0 to 1. */
    static double place(double centre, double zoom, double share) {
        return centre + (share - 0.5) / zoom;
    }

    private void scroll(ScrollEvent event) {
        Bounds area = area();
        double x = place(viewport.centreX(), viewport.zoom(), (event.getX() - area.getMinX()) / area.getWidth());
        double y = place(viewport.centreY(), viewport.zoom(), (event.getY() - area.getMinY()) / area.getHeight());
        viewport.zoomAt(Math.pow(WHEEL, event.getDeltaY()), x, y);
        event.consume();
    }

    private void drag(MouseEvent event) {
        if (dragging && viewport.zoom() > ViewportModel.WHOLE) {
            Bounds area = area();
            viewport.moveBy(
                    (lastX - event.getX()) / area.getWidth() / viewport.zoom(),
                    (lastY - event.getY()) / area.getHeight() / viewport.zoom());
        }
        lastX = event.getX();
        lastY = event.getY();
    }

    /** Plus, minus and zero zoom; arrows move what is larger than the view. What was understood is consumed. */
    static void press(ViewportModel viewport, KeyEvent event) {
        double move = viewport.zoom() > ViewportModel.WHOLE ? KEY_MOVE / viewport.zoom() : 0;
        switch (event.getCode()) {
            case PLUS, EQUALS, ADD -> viewport.zoomAt(KEY_ZOOM, viewport.centreX(), viewport.centreY());
            case MINUS, SUBTRACT -> viewport.zoomAt(1 / KEY_ZOOM, viewport.centreX(), viewport.centreY());
            case DIGIT0, NUMPAD0 -> viewport.reset();
            case LEFT -> viewport.moveBy(-move, 0);
            case RIGHT -> viewport.moveBy(move, 0);
            case UP -> viewport.moveBy(0, -move);
            case DOWN -> viewport.moveBy(0, move);
            default -> {
                return;
            }
        }
        if (move > 0 || !event.getCode().isArrowKey()) {
            event.consume();
        }
    }
}
