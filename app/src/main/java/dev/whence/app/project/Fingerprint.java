package dev.whence.app.project;

import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Tells whether a dataset is the one it was, wherever it lies.
 *
 * @param images how many there are
 * @param sha256 over the content hashes of all images in their order, 64 hex digits
 */
public record Fingerprint(int images, String sha256) {

    /** Reads every image once, unless its content hash is already known. */
    public static Fingerprint of(ImageDataset images, Progress progress) {
        MessageDigest digest = newDigest();
        int n = images.size();
        for (int i = 0; i < n; i++) {
            progress.checkCancelled();
            digest.update(images.id(i).getBytes(StandardCharsets.US_ASCII));
            if (i % 64 == 0) {
                progress.update(i, n, "images");
            }
        }
        return new Fingerprint(n, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
