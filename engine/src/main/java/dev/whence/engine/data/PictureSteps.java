package dev.whence.engine.data;

import java.util.function.IntBinaryOperator;

/** The steps of preprocessing that work on 8-bit pictures, equal to Pillow's and torchvision's. */
final class PictureSteps {

    private PictureSteps() {}

    /** Channels, size and crop; what follows is arithmetic on floating point values. */
    static Picture apply(Picture picture, Preprocessing preprocessing) {
        Integer channels = preprocessing.channels();
        Picture current = channels == null ? picture : withChannels(picture, channels);
        Preprocessing.Resize resize = preprocessing.resize();
        if (resize instanceof Preprocessing.Resize.Exact exact) {
            Preprocessing.Size size = exact.size();
            current = Resampling.resize(current, size.height(), size.width(), preprocessing.interpolation());
        } else if (resize instanceof Preprocessing.Resize.ShorterSide shorter) {
            current = shorterSide(current, shorter.pixels(), preprocessing.interpolation());
        }
        Preprocessing.Size crop = preprocessing.crop();
        return crop == null ? current : centreCrop(current, crop.height(), crop.width());
    }

    /** Grey from colour by ITU-R 601-2 luma in Pillow's fixed point; colour from grey by repeating. */
    static Picture withChannels(Picture picture, int channels) {
        if (picture.channels() == channels) {
            return picture;
        }
        int area = picture.width() * picture.height();
        byte[] in = picture.pixels();
        byte[] out = new byte[area * channels];
        for (int i = 0; i < area; i++) {
            if (channels == 1) {
                int red = in[3 * i] & 0xff;
                int green = in[3 * i + 1] & 0xff;
                int blue = in[3 * i + 2] & 0xff;
                out[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
            } else {
                out[3 * i] = in[i];
                out[3 * i + 1] = in[i];
                out[3 * i + 2] = in[i];
            }
        }
        return new Picture(picture.width(), picture.height(), channels, out);
    }

    private static Picture shorterSide(Picture picture, int pixels, Preprocessing.Interpolation interpolation) {
        int width = picture.width();
        int height = picture.height();
        IntBinaryOperator other = (longer, shorter) -> (int) ((double) ((long) pixels * longer) / shorter);
        return width <= height
                ? Resampling.resize(picture, other.applyAsInt(height, width), pixels, interpolation)
                : Resampling.resize(picture, pixels, other.applyAsInt(width, height), interpolation);
    }

    /** Cuts the middle out; a picture that is too small is first surrounded with black. */
    static Picture centreCrop(Picture picture, int height, int width) {
        Picture large = padded(picture, height, width);
        int top = (int) Math.rint((large.height() - height) / 2.0);
        int left = (int) Math.rint((large.width() - width) / 2.0);
        int channels = large.channels();
        byte[] out = new byte[height * width * channels];
        for (int y = 0; y < height; y++) {
            int from = ((top + y) * large.width() + left) * channels;
            System.arraycopy(large.pixels(), from, out, y * width * channels, width * channels);
        }
        return new Picture(width, height, channels, out);
    }

    private static Picture padded(Picture picture, int height, int width) {
        if (picture.height() >= height && picture.width() >= width) {
            return picture;
        }
        int top = Math.max(0, (height - picture.height()) / 2);
        int left = Math.max(0, (width - picture.width()) / 2);
        int newWidth = Math.max(width, picture.width());
        int newHeight = Math.max(height, picture.height());
        int channels = picture.channels();
        byte[] out = new byte[newHeight * newWidth * channels];
        int row = picture.width() * channels;
        for (int y = 0; y < picture.height(); y++) {
            System.arraycopy(picture.pixels(), y * row, out, ((top + y) * newWidth + left) * channels, row);
        }
        return new Picture(newWidth, newHeight, channels, out);
    }
}
