package dev.whence.engine.relevance.gradient;

import java.util.ArrayList;
import java.util.List;

/** Quadrature rules on the interval from 0 to 1. */
final class PathPoints {

    private PathPoints() {}

    /**
     * @param position between 0 and 1
     * @param weight all weights add up to 1
     */
    record Point(double position, double weight) {}

    /** {@code k / n} for k = 1..n, equally weighted. */
    static List<Point> riemann(int n) {
        List<Point> points = new ArrayList<>();
        for (int k = 1; k <= n; k++) {
            points.add(new Point((double) k / n, 1.0 / n));
        }
        return points;
    }

    /** The roots of the Legendre polynomial of degree n, found by Newton's method. */
    static List<Point> gaussLegendre(int n) {
        List<Point> points = new ArrayList<>();
        for (int k = 1; k <= n; k++) {
            double x = Math.cos(Math.PI * (k - 0.25) / (n + 0.5));
            double slope = 1;
            for (int iteration = 0; iteration < 100; iteration++) {
                double previous = 1;
                double value = x;
                for (int degree = 2; degree <= n; degree++) {
                    double next = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree;
                    previous = value;
                    value = next;
                }
                slope = n * (x * value - previous) / (x * x - 1);
                double step = value / slope;
                x -= step;
                if (Math.abs(step) < 1e-15) {
                    break;
                }
            }
            points.add(new Point((1 - x) / 2, 1 / ((1 - x * x) * slope * slope)));
        }
        return points;
    }
}
