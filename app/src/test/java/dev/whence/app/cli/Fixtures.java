package dev.whence.app.cli;

import dev.whence.sampledata.SampleProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Small inputs for commands: the sample project's network, and IDX files made on the spot. */
final class Fixtures {

    static final int SIDE = 28;

    private Fixtures() {}

    static SampleProject sample(Path folder) {
        return SampleProject.in(folder.resolve("sample"));
    }

    /** A network for 3 x 32 x 32 images. */
    static Path colourModel() {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("colour-32.pt"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Grey noise as IDX with its labels beside it; returns the images file. */
    static Path idx(Path folder, int images, int labels, IntUnaryOperator label) {
        byte[] pixels = new byte[images * SIDE * SIDE];
        new Random(7).nextBytes(pixels);
        ByteBuffer imageFile = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(images)
                .putInt(SIDE)
                .putInt(SIDE)
                .put(pixels);
        ByteBuffer labelFile = ByteBuffer.allocate(8 + labels).putInt(0x801).putInt(labels);
        for (int i = 0; i < labels; i++) {
            labelFile.put((byte) label.applyAsInt(i));
        }
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("train-labels-idx1-ubyte"), labelFile.array());
            return Files.write(folder.resolve("train-images-idx3-ubyte"), imageFile.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String[] words(Object... words) {
        List<String> flat = new ArrayList<>();
        for (Object word : words) {
            if (word instanceof Object[] several) {
                Arrays.stream(several).forEach(each -> flat.add(each.toString()));
            } else {
                flat.add(word.toString());
            }
        }
        return flat.toArray(String[]::new);
    }
}
