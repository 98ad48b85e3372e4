package dev.whence.engine.data;

import java.nio.charset.StandardCharsets;

/** What a dataset is, wherever it lies: the ids and labels of its images in order. */
public final class ManifestHash {

    private ManifestHash() {}

    /** SHA-256 over all pairs of id and label, 64 lower-case hex digits. Reads images whose ids are not at hand. */
    public static String of(ImageDataset dataset) {
        ContentHash hash = new ContentHash();
        for (int i = 0; i < dataset.size(); i++) {
            hash.add(dataset.id(i).getBytes(StandardCharsets.US_ASCII)).add(dataset.label(i));
        }
        return hash.hex();
    }
}
