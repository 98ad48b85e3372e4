import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * Tells whether pictures of an IDX file can be seen on a screen, at whatever place and size between 40 and 400 pixels.
 *
 * <p>Arguments: the frame buffer file of Xvfb (option -fbdir), a PNG to write it to, then pairs of a gzipped IDX file and a
 * position in it. Exit code 0 if every picture is there, 1 if one is not.
 */
public final class SeenOnScreen {

    private static final int SIDE = 28;
    private static final double SAME = 0.93;

    private final int width;
    private final int height;
    private final double[] sums;

    private SeenOnScreen(BufferedImage frame) {
        width = frame.getWidth();
        height = frame.getHeight();
        sums = new double[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                int rgb = frame.getRGB(x, y);
                row += (rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255);
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        BufferedImage frame = frame(Path.of(arguments[0]));
        ImageIO.write(frame, "png", new File(arguments[1]));
        SeenOnScreen screen = new SeenOnScreen(frame);
        boolean all = true;
        for (int i = 2; i < arguments.length; i += 2) {
            int position = Integer.parseInt(arguments[i + 1]);
            Match best = screen.best(picture(Path.of(arguments[i]), position));
            boolean seen = best.likeness >= SAME;
            all &= seen;
            System.out.printf(
                    "%s %d: %s, likeness %.3f, %d pixels wide at %d, %d%n",
                    Path.of(arguments[i]).getFileName(),
                    position,
                    seen ? "seen" : "not seen",
                    best.likeness,
                    best.size,
                    best.x,
                    best.y);
        }
        System.exit(all ? 0 : 1);
    }

    private record Match(double likeness, int size, int x, int y) {}

    /** Coarse search over places and sizes, then a fine one around the best hundred. */
    private Match best(double[] picture) {
        double[] coarse = reduced(picture);
        List<Match> matches = new ArrayList<>();
        for (int size = 40; size <= 400; size += Math.max(2, size / 28)) {
            int step = Math.max(2, size / 20);
            for (int y = 0; y + size <= height; y += step) {
                for (int x = 0; x + size <= width; x += step) {
                    matches.add(new Match(likeness(coarse, SIDE / 4, size, x, y), size, x, y));
                }
            }
            matches.sort(Comparator.comparingDouble(Match::likeness).reversed());
            matches = new ArrayList<>(matches.subList(0, Math.min(100, matches.size())));
        }
        Match best = new Match(-1, 0, 0, 0);
        for (Match match : matches) {
            Match fine = refined(picture, match);
            best = fine.likeness > best.likeness ? fine : best;
        }
        return best;
    }

    private Match refined(double[] picture, Match start) {
        Match best = start.size == 0 ? start : new Match(-1, start.size, start.x, start.y);
        int reach = Math.max(3, start.size / 20);
        for (int size = start.size - reach; size <= start.size + reach; size++) {
            for (int y = start.y - reach; y <= start.y + reach; y++) {
                for (int x = start.x - reach; x <= start.x + reach; x++) {
                    if (size >= SIDE && x >= 0 && y >= 0 && x + size <= width && y + size <= height) {
                        double likeness = likeness(picture, SIDE, size, x, y);
                        best = likeness > best.likeness ? new Match(likeness, size, x, y) : best;
                    }
                }
            }
        }
        return best;
    }

    /**
     * Correlation of a square of the screen, averaged down to the picture's grid, with the picture; its sign does not count,
     * since grey pictures may be shown dark on light.
     */
    private double likeness(double[] picture, int side, int size, int left, int top) {
        double sum = 0;
        double squares = 0;
        double product = 0;
        double pictureSum = 0;
        double pictureSquares = 0;
        for (int row = 0; row < side; row++) {
            int y0 = top + row * size / side;
            int y1 = top + (row + 1) * size / side;
            for (int column = 0; column < side; column++) {
                int x0 = left + column * size / side;
                int x1 = left + (column + 1) * size / side;
                double value = (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / ((x1 - x0) * (y1 - y0));
                double wanted = picture[row * side + column];
                sum += value;
                squares += value * value;
                product += value * wanted;
                pictureSum += wanted;
                pictureSquares += wanted * wanted;
            }
        }
        int count = side * side;
        double spread = squares - sum * sum / count;
        double pictureSpread = pictureSquares - pictureSum * pictureSum / count;
        return spread < 1 ? 0 : Math.abs(product - sum * pictureSum / count) / Math.sqrt(spread * pictureSpread);
    }

    private double at(int x, int y) {
        return sums[y * (width + 1) + x];
    }

    private static double[] reduced(double[] picture) {
        int side = SIDE / 4;
        double[] reduced = new double[side * side];
        for (int i = 0; i < picture.length; i++) {
            reduced[i / SIDE / 4 * side + i % SIDE / 4] += picture[i] / 16;
        }
        return reduced;
    }

    private static double[] picture(Path idx, int position) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(idx)))) {
            byte[] bytes = stream.readAllBytes();
            double[] picture = new double[SIDE * SIDE];
            for (int i = 0; i < picture.length; i++) {
                picture[i] = bytes[16 + position * picture.length + i] & 255;
            }
            return picture;
        }
    }

    /** The X window dump format, 32 bits a pixel, as Xvfb writes it. */
    private static BufferedImage frame(Path dump) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(dump));
        int header = bytes.getInt(0);
        int width = bytes.getInt(4 * 4);
        int height = bytes.getInt(5 * 4);
        boolean leastFirst = bytes.getInt(7 * 4) == 0;
        int line = bytes.getInt(12 * 4);
        int pixels = header + 12 * bytes.getInt(19 * 4);
        if (bytes.getInt(11 * 4) != 32) {
            throw new IOException(dump + " is not a dump of 32 bits a pixel");
        }
        bytes.order(leastFirst ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        BufferedImage frame = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                frame.setRGB(x, y, bytes.getInt(pixels + y * line + 4 * x));
            }
        }
        return frame;
    }
}
