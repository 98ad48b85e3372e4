package dev.whence.visualization.comparison;

import dev.whence.visualization.SignedNumbers;
import java.util.function.IntConsumer;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * Every image as a point: its score in one ranking to the right, in another one upwards. The image under the mouse is told,
 * and a click chooses it.
 *
 * <p>Style class {@code score-scatter}.
 */
public final class ScoreScatter extends Region {

    private static final double REACH = 14;
    private static final double MARGIN = 22;
    private static final double ARROW = 16;
    private static final Font LETTERS = Font.font("Inter", 11);
    private static final double LEAST_OPAQUE = 0.4;
    private static final double MOST_OPAQUE = 0.75;

    private final Canvas canvas = new Canvas();
    private final ReadOnlyIntegerWrapper hovered = new ReadOnlyIntegerWrapper(this, "hovered", -1);
    private final IntegerProperty highlighted = new SimpleIntegerProperty(this, "highlighted", -1);
    private ScatterPoints points = new ScatterPoints(new float[0], new float[0]);
    private String titleX = "";
    private String titleY = "";
    private boolean dark;
    private IntConsumer chosen = image -> {};

    public ScoreScatter() {
        getStyleClass().add("score-scatter");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setManaged(false);
        getChildren().add(canvas);
        setOnMouseMoved(event -> hovered.set(at(event.getX(), event.getY())));
        setOnMouseExited(event -> hovered.set(-1));
        setOnMouseClicked(event -> {
            int image = at(event.getX(), event.getY());
            if (image >= 0) {
                chosen.accept(image);
            }
        });
        hovered.addListener((observed, was, is) -> draw());
        highlighted.addListener((observed, was, is) -> draw());
    }

    /** The image under the mouse, -1 for none. */
    public ReadOnlyIntegerProperty hoveredProperty() {
        return hovered.getReadOnlyProperty();
    }

    /** The image that stands out, -1 for none. */
    public IntegerProperty highlightedProperty() {
        return highlighted;
    }

    public void setOnChosen(IntConsumer action) {
        chosen = action;
    }

    public void setDark(boolean on) {
        dark = on;
        draw();
    }

    /**
     * @param x one score per image
     * @param y likewise, of the other ranking
     */
    public void show(float[] x, float[] y, String nameX, String nameY) {
        points = new ScatterPoints(x, y);
        titleX = nameX;
        titleY = nameY;
        setAccessibleText(SignedNumbers.count(x.length) + " images by their score: " + nameX + " to the right, " + nameY
                + " upwards");
        draw();
    }

    private int at(double x, double y) {
        return points.nearest(x - MARGIN, y - MARGIN, side(getWidth()), side(getHeight()), REACH);
    }

    private static double side(double length) {
        return Math.max(1, length - 2 * MARGIN);
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            draw();
        }
    }

    private void draw() {
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        double width = side(canvas.getWidth());
        double height = side(canvas.getHeight());
        frame(pen, width, height);
        int count = points.x().length;
        double limitX = points.limitX();
        double limitY = points.limitY();
        double radius = count > 20_000 ? 1 : count > 2_000 ? 1.6 : 2.4;
        double opacity = Math.max(LEAST_OPAQUE, Math.min(MOST_OPAQUE, 1500.0 / Math.max(1, count)));
        Color both = dark ? Color.web("#9fb6d6") : Color.web("#3b5f8f");
        Color disputed = dark ? Color.web("#ffb65c") : Color.web("#b35900");
        for (int i = 0; i < count; i++) {
            float x = points.x()[i];
            float y = points.y()[i];
            boolean differ = x * y < 0;
            pen.setFill((differ ? disputed : both).deriveColor(0, 1, 1, opacity));
            double atX = MARGIN + (x / limitX + 1) / 2 * width;
            double atY = MARGIN + (1 - y / limitY) / 2 * height;
            pen.fillOval(atX - radius, atY - radius, 2 * radius, 2 * radius);
        }
        ring(pen, highlighted.get(), width, height, 5);
        ring(pen, hovered.get(), width, height, 6.5);
    }

    private void frame(GraphicsContext pen, double width, double height) {
        Color line = dark ? Color.web("#4a5563") : Color.web("#c3cbd6");
        Color text = dark ? Color.web("#9aa5b1") : Color.web("#59636e");
        pen.setStroke(line);
        pen.setLineWidth(1);
        double middleX = Math.round(MARGIN + width / 2) + 0.5;
        double middleY = Math.round(MARGIN + height / 2) + 0.5;
        pen.strokeLine(MARGIN, middleY, MARGIN + width, middleY);
        pen.strokeLine(middleX, MARGIN, middleX, MARGIN + height);
        pen.setFill(text);
        pen.setFont(LETTERS);
        pen.setTextBaseline(VPos.CENTER);
        pen.setTextAlign(TextAlignment.RIGHT);
        pen.fillText(fitted(titleX, width / 2) + " →", MARGIN + width, middleY + 11);
        pen.setTextAlign(TextAlignment.LEFT);
        pen.fillText("↑ " + fitted(titleY, width / 2), middleX + 6, MARGIN - 4);
    }

    /** A long name loses its end rather than its proportions. */
    private static String fitted(String name, double width) {
        Text measured = new Text(name);
        measured.setFont(LETTERS);
        int end = name.length();
        while (end > 1 && measured.getLayoutBounds().getWidth() > width - ARROW) {
            end = name.offsetByCodePoints(end, -1);
            measured.setText(name.substring(0, end).stripTrailing() + "\u2026");
        }
        return measured.getText();
    }

    private void ring(GraphicsContext pen, int image, double width, double height, double radius) {
        if (image < 0 || image >= points.x().length) {
            return;
        }
        pen.setStroke(dark ? Color.web("#7ab8ff") : Color.web("#0b5cc4"));
        pen.setLineWidth(2);
        double x = MARGIN + points.toX(image, width);
        double y = MARGIN + points.toY(image, height);
        pen.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }
}
