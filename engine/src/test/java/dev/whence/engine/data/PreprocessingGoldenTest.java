package dev.whence.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding, resizing, cropping and channel conversion against Pillow. */
class PreprocessingGoldenTest {

    private static final Map<String, Tensor> EXPECTED = NpzFile.readAll(resource("preprocessing/expected.npz"));

    static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(PreprocessingGoldenTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Stream<String> cases() {
        return EXPECTED.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPillow(String name) {
        String[] parts = name.split("__");
        Path png = resource("preprocessing").resolve(parts[0] + ".png");
        boolean lossless = Files.exists(png);
        Picture decoded = PictureReader.read(lossless ? png : resource("preprocessing/" + parts[0] + ".jpg"));
        Picture made = PictureSteps.apply(decoded, preprocessing(parts));
        Tensor expected = EXPECTED.get(name);
        assertEquals(expected.shape().dim(0), made.height());
        assertEquals(expected.shape().dim(1), made.width());
        assertEquals(expected.shape().dim(2), made.channels());
        int worst = 0;
        for (int i = 0; i < expected.size(); i++) {
            worst = Math.max(worst, Math.abs((int) expected.get(i) - (made.pixels()[i] & 0xff)));
        }
        assertTrue(worst <= (lossless ? 0 : 1), "differs by " + worst + " grey levels");
    }

    private static Preprocessing preprocessing(String[] parts) {
        Integer channels =
                parts[1].equals("L") ? Integer.valueOf(1) : parts[1].equals("RGB") ? Integer.valueOf(3) : null;
        Preprocessing.Resize resize = null;
        Preprocessing.Size crop = null;
        Preprocessing.Interpolation interpolation = Preprocessing.Interpolation.BILINEAR;
        for (String part : parts) {
            if (part.equals("short40")) {
                resize = new Preprocessing.Resize.ShorterSide(40);
            } else if (part.matches("\\d+x\\d+")) {
                String[] sides = part.split("x");
                resize = new Preprocessing.Resize.Exact(
                        new Preprocessing.Size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
            } else if (part.equals("crop24")) {
                crop = new Preprocessing.Size(24, 24);
            } else if (part.matches("bilinear|bicubic|nearest")) {
                interpolation = Preprocessing.Interpolation.valueOf(part.toUpperCase(Locale.ROOT));
            }
        }
        Preprocessing none = Preprocessing.none();
        return new Preprocessing(channels, resize, interpolation, crop, none.scale(), none.mean(), none.std());
    }
}
