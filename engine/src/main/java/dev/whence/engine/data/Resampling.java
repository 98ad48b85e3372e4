package dev.whence.engine.data;

/**
 * Changes the size of pictures as Pillow does, to the bit: two passes, across and then down, in 8-bit fixed point.
 * Bilinear and bicubic (a = -0.5) filters are widened when shrinking, so that every source pixel counts.
 */
final class Resampling {

    /** Fraction bits of a weight: 32 for an int, 8 for the pixel, 2 for filters whose weights exceed 1. */
    private static final int PRECISION = 32 - 8 - 2;

    private static final double CUBIC_A = -0.5;

    private Resampling() {}

    static Picture resize(Picture picture, int height, int width, Preprocessing.Interpolation interpolation) {
        if (height == picture.height() && width == picture.width()) {
            return picture;
        }
        if (interpolation == Preprocessing.Interpolation.NEAREST) {
            return nearest(picture, height, width);
        }
        Picture across =
                width == picture.width() ? picture : across(picture, Weights.of(picture.width(), width, interpolation));
        return height == picture.height() ? across : down(across, Weights.of(picture.height(), height, interpolation));
    }

    private static Picture across(Picture in, Weights weights) {
        int width = weights.size();
        int channels = in.channels();
        byte[] out = new byte[in.height() * width * channels];
        for (int y = 0; y < in.height(); y++) {
            int row = y * in.width() * channels;
            for (int x = 0; x < width; x++) {
                int start = row + weights.first[x] * channels;
                for (int c = 0; c < channels; c++) {
                    out[(y * width + x) * channels + c] = weights.apply(x, in.pixels(), start + c, channels);
                }
            }
        }
        return new Picture(width, in.height(), channels, out);
    }

    private static Picture down(Picture in, Weights weights) {
        int height = weights.size();
        int rowLength = in.width() * in.channels();
        byte[] out = new byte[height * rowLength];
        for (int y = 0; y < height; y++) {
            int start = weights.first[y] * rowLength;
            for (int i = 0; i < rowLength; i++) {
                out[y * rowLength + i] = weights.apply(y, in.pixels(), start + i, rowLength);
            }
        }
        return new Picture(in.width(), height, in.channels(), out);
    }

    private static Picture nearest(Picture in, int height, int width) {
        int[] columns = nearestPositions(in.width(), width);
        int[] rows = nearestPositions(in.height(), height);
        int channels = in.channels();
        byte[] out = new byte[height * width * channels];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int source = (rows[y] * in.width() + columns[x]) * channels;
                System.arraycopy(in.pixels(), source, out, (y * width + x) * channels, channels);
            }
        }
        return new Picture(width, height, channels, out);
    }

    /** Sums the steps up instead of multiplying them, because their rounding decides which pixel is taken. */
    private static int[] nearestPositions(int in, int out) {
        int[] positions = new int[out];
        double step = (double) in / out;
        double at = step * 0.5;
        for (int i = 0; i < out; i++) {
            positions[i] = Math.min((int) at, in - 1);
            at += step;
        }
        return positions;
    }

    /** For every output position the source positions that count, and how much. */
    private static final class Weights {

        private final int[] first;
        private final int[][] fixed;

        private Weights(int[] first, int[][] fixed) {
            this.first = first;
            this.fixed = fixed;
        }

        static Weights of(int in, int out, Preprocessing.Interpolation interpolation) {
            boolean cubic = interpolation == Preprocessing.Interpolation.BICUBIC;
            double scale = (double) in / out;
            double filterScale = Math.max(scale, 1.0);
            double support = (cubic ? 2.0 : 1.0) * filterScale;
            int[] first = new int[out];
            int[][] fixed = new int[out][];
            for (int i = 0; i < out; i++) {
                double center = (i + 0.5) * scale;
                double inverse = 1.0 / filterScale;
                int from = Math.max(0, (int) (center - support + 0.5));
                int to = Math.min(in, (int) (center + support + 0.5));
                double[] weights = new double[to - from];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    double distance = (k + from - center + 0.5) * inverse;
                    weights[k] = cubic ? cubic(distance) : Math.max(0, 1 - Math.abs(distance));
                    sum += weights[k];
                }
                first[i] = from;
                fixed[i] = fixedPoint(weights, sum);
            }
            return new Weights(first, fixed);
        }

        private static int[] fixedPoint(double[] weights, double sum) {
            int[] fixed = new int[weights.length];
            for (int k = 0; k < fixed.length; k++) {
                double weight = sum == 0 ? weights[k] : weights[k] / sum;
                fixed[k] = (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
            }
            return fixed;
        }

        private static double cubic(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC_A : 0;
        }

        int size() {
            return first.length;
        }

        byte apply(int position, byte[] pixels, int start, int stride) {
            int[] weights = fixed[position];
            int sum = 1 << (PRECISION - 1);
            int at = start;
            for (int weight : weights) {
                sum += (pixels[at] & 0xff) * weight;
                at += stride;
            }
            return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
        }
    }
}
