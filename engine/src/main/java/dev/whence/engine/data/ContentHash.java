package dev.whence.engine.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as images, files and datasets are known by it. */
public final class ContentHash {

    private final MessageDigest digest;

    public ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    public ContentHash add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    public ContentHash add(int... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            buffer.putInt(number);
        }
        digest.update(buffer.array());
        return this;
    }

    /** The hash as 64 lower-case hex digits; starts anew. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of a picture that has no file of its own: of height, width, channels and pixels. */
    static String ofPixels(Picture picture) {
        return new ContentHash()
                .add(picture.height(), picture.width(), picture.channels())
                .add(picture.pixels())
                .hex();
    }
}
