package dev.whence.visualization.chart;

import java.awt.geom.Rectangle2D;
import javafx.scene.canvas.Canvas;
import org.jfree.chart.JFreeChart;
import org.jfree.fx.FXGraphics2D;

/**
 * A chart on a canvas that fills whatever size it is given. The graphics are made anew for each drawing: kept ones believe
 * that the canvas still has the font they set last, and draw the next chart's numbers in another size.
 */
final class DrawnChart extends Canvas {

    private JFreeChart chart;

    DrawnChart(JFreeChart chart) {
        this.chart = chart;
        setMouseTransparent(true);
        setManaged(false);
        widthProperty().addListener(observed -> draw());
        heightProperty().addListener(observed -> draw());
    }

    void setChart(JFreeChart shown) {
        chart = shown;
        draw();
    }

    private void draw() {
        double width = getWidth();
        double height = getHeight();
        getGraphicsContext2D().clearRect(0, 0, width, height);
        if (width >= 1 && height >= 1) {
            chart.draw(new FXGraphics2D(getGraphicsContext2D()), new Rectangle2D.Double(0, 0, width, height));
        }
    }
}
