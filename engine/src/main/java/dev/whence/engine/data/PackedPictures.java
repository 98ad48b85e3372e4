package dev.whence.engine.data;

/**
 * Pictures of one size, one after the other in a file.
 *
 * @param source the bytes
 * @param first offset of the first record
 * @param recordBytes distance from one picture to the next
 * @param skip bytes before the pixels within a record
 * @param planar whether the channels follow each other as whole planes instead of interleaved
 */
record PackedPictures(
        ByteSource source, long first, int recordBytes, int skip, int height, int width, int channels, boolean planar) {

    /** Pictures without anything between them. */
    static PackedPictures dense(ByteSource source, long first, int height, int width, int channels, boolean planar) {
        int bytes = Math.multiplyExact(Math.multiplyExact(height, width), channels);
        return new PackedPictures(source, first, bytes, 0, height, width, channels, planar);
    }

    Picture picture(int index) {
        byte[] stored = source.read(first + (long) index * recordBytes + skip, height * width * channels);
        return new Picture(width, height, channels, planar ? interleaved(stored) : stored);
    }

    private byte[] interleaved(byte[] planes) {
        if (channels == 1) {
            return planes;
        }
        int area = height * width;
        byte[] pixels = new byte[planes.length];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < area; i++) {
                pixels[i * channels + c] = planes[c * area + i];
            }
        }
        return pixels;
    }
}
