package dev.whence.engine.data;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a picture becomes network input: resize, centre crop, scale, normalise, in this order; {@code (value * scale -
 * mean) / std} in float32.
 *
 * @param channels 1 or 3; absent keeps what the pictures have
 * @param resize absent keeps the size
 * @param interpolation used by resize
 * @param crop centre crop after resizing, {@code height, width}; absent keeps the size
 * @param scale multiplies the 0 to 255 values, normally 1/255
 * @param mean subtracted per channel; one value serves all channels; empty means 0
 * @param std divides per channel; one value serves all channels; empty means 1
 */
public record Preprocessing(
        @Nullable Integer channels,
        @Nullable Resize resize,
        Interpolation interpolation,
        @Nullable Size crop,
        double scale,
        List<Double> mean,
        List<Double> std) {

    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** Only the scale to 0..1. */
    public static Preprocessing none() {
        return new Preprocessing(null, null, Interpolation.BILINEAR, null, 1.0 / 255.0, List.of(), List.of());
    }

    /** One sentence if the centre crop is larger than the resized pictures, so that black is added round them. */
    public Optional<String> padding() {
        if (crop == null || resize == null) {
            return Optional.empty();
        }
        Size size = resize instanceof Resize.Exact exact ? exact.size() : null;
        int shorter = resize instanceof Resize.ShorterSide side ? side.pixels() : 0;
        boolean padded = size == null
                ? Math.min(crop.height(), crop.width()) > shorter
                : crop.height() > size.height() || crop.width() > size.width();
        String resized = size == null ? "a shorter side of " + shorter : size.toString();
        return padded
                ? Optional.of("The crop of " + crop + " is larger than pictures resized to " + resized
                        + ", so black is added around them.")
                : Optional.empty();
    }

    /** Resampling filters; bilinear and bicubic widen their support when shrinking (antialiased). */
    public enum Interpolation {
        BILINEAR,
        BICUBIC,
        NEAREST
    }

    /** In pixels. */
    public record Size(int height, int width) {

        @Override
        public String toString() {
            return height + " x " + width;
        }
    }

    /** The size a picture is brought to. */
    public sealed interface Resize {

        /** Exactly this size, whatever the proportions. */
        record Exact(Size size) implements Resize {}

        /** The shorter side becomes this long, proportions kept. */
        record ShorterSide(int pixels) implements Resize {}
    }
}
