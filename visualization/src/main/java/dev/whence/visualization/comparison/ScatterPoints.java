package dev.whence.visualization.comparison;

/**
 * Places of points on a square, from their scores in two rankings. Each axis has its own scale, the same on both sides of
 * zero, so that signs can be compared.
 *
 * @param x scores to the right
 * @param y scores upwards
 */
record ScatterPoints(float[] x, float[] y) {

    double limitX() {
        return limit(x);
    }

    double limitY() {
        return limit(y);
    }

    private static double limit(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest == 0 ? 1 : 1.04 * largest;
    }

    /** From -limit..limit to 0..size. */
    double toX(int point, double size) {
        return (x[point] / limitX() + 1) / 2 * size;
    }

    double toY(int point, double size) {
        return (1 - y[point] / limitY()) / 2 * size;
    }

    /** The point next to a place, or -1 if none is within the distance. */
    int nearest(double atX, double atY, double width, double height, double within) {
        double limitX = limitX();
        double limitY = limitY();
        int best = -1;
        double least = within * within;
        for (int i = 0; i < x.length; i++) {
            double dx = (x[i] / limitX + 1) / 2 * width - atX;
            double dy = (1 - y[i] / limitY) / 2 * height - atY;
            double distance = dx * dx + dy * dy;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
