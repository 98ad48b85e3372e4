package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Assertions;

/** Whatever bytes a file holds, it is read or refused with a sentence; nothing else ever happens. */
class BrokenDataPropertyTest {

    private Path folder = Path.of("");

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("broken");
    }

    @AfterTry
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<Damage> damages() {
        Arbitrary<List<Integer>> positions =
                Arbitraries.integers().between(0, 1 << 20).list().ofMinSize(1).ofMaxSize(5);
        return Combinators.combine(
                        positions,
                        Arbitraries.bytes().list().ofSize(5),
                        Arbitraries.integers().between(0, 99))
                .as(Damage::new);
    }

    /**
     * Changes bytes and sometimes cuts the end off.
     *
     * @param percent of the file that stays, if below 30; else all stays
     */
    record Damage(List<Integer> positions, List<Byte> values, int percent) {

        void apply(Path file, int within) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < positions.size(); i++) {
                bytes[positions.get(i) % Math.min(within, bytes.length)] = values.get(i);
            }
            Files.write(file, percent < 30 ? Arrays.copyOf(bytes, bytes.length * percent / 100) : bytes);
        }
    }

    @Property(tries = 200, seed = "1")
    void idx(@ForAll("damages") Damage damage) throws IOException {
        Path images = TestImages.idxImages(folder.resolve("a-images-idx3-ubyte"), 5, 6);
        Path labels = TestImages.idxLabels(folder.resolve("a-labels-idx1-ubyte"), 0, 1, 2, 3, 4);
        damage.apply(images, 24);
        readOrRefuse(images);
        damage.apply(labels, 12);
        readOrRefuse(images);
    }

    @Property(tries = 100, seed = "2")
    void cifar(@ForAll("damages") Damage damage) throws IOException {
        Path file = Files.write(folder.resolve("data_batch_1.bin"), new byte[3 * 3073]);
        damage.apply(file, 3 * 3073);
        readOrRefuse(file);
    }

    @Property(tries = 300, seed = "3")
    void npz(@ForAll("damages") Damage damage) throws IOException {
        Path file = folder.resolve("images.npz");
        NpzWriter.write(file, Map.of("images", Tensor.of(new byte[24], 2, 3, 4), "labels", Tensor.of(new long[2], 2)));
        damage.apply(file, 800);
        readOrRefuse(file);
    }

    @Property(tries = 300, seed = "4")
    void csv(@ForAll("damages") Damage damage) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "path,label\n\"a.png\",1\nb.png,2\n");
        damage.apply(file, 40);
        readOrRefuse(file);
    }

    @Property(tries = 150, seed = "5")
    void images(@ForAll("damages") Damage damage, @ForAll @IntRange(max = 4) int kind) throws IOException {
        String format = new String[] {"png", "jpg", "gif", "bmp", "tiff"}[kind];
        Path file = TestImages.colour(folder.resolve("image." + format), 24, 17, format);
        damage.apply(file, 4000);
        try {
            Assertions.assertNotNull(PictureReader.read(file));
        } catch (BadInputException refused) {
            Assertions.assertTrue(refused.sentence().contains(file.toString()), refused.sentence());
        }
    }

    private static void readOrRefuse(Path file) {
        try {
            ImageDataset dataset = Datasets.open(file, false);
            for (int i = 0; i < Math.min(3, dataset.size()); i++) {
                dataset.picture(i);
            }
        } catch (BadInputException refused) {
            Assertions.assertTrue(refused.sentence().endsWith("."), refused.sentence());
        }
    }
}
