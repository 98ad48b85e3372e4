package dev.whence.sampledata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.data.TensorFile;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuloAdditionTest {

    @TempDir
    Path folder;

    @Test
    void everyPairIsThereOnceSortedBySumAndLabelled() {
        ModuloAddition example = ModuloAddition.in(folder, 7, 3);
        TensorFile train = TensorFile.open(example.trainingSums());
        TensorFile test = TensorFile.open(example.testSums());
        assertEquals(28, train.size() + test.size());
        assertEquals(24, train.size(), "85 % of 28");
        Set<List<Integer>> seen = new HashSet<>();
        for (TensorFile file : List.of(train, test)) {
            int before = 0;
            for (int i = 0; i < file.size(); i++) {
                List<Integer> tokens = tokens(file.batch(i));
                assertEquals(List.of(7, 8), List.of(tokens.get(1), tokens.get(3)));
                int sum = tokens.get(0) + tokens.get(2);
                assertEquals(sum % 7, file.label(i));
                assertTrue(sum >= before);
                before = sum;
                assertTrue(seen.add(tokens));
            }
        }
    }

    /** Which token stands at each of the four places. */
    private static List<Integer> tokens(Tensor input) {
        List<Integer> tokens = new ArrayList<>();
        for (int place = 0; place < 4; place++) {
            for (int word = 0; word < 9; word++) {
                if (input.get(place * 9 + word) == 1) {
                    tokens.add(word);
                }
            }
        }
        return tokens;
    }

    @Test
    void aTileShowsBothNumbers() {
        byte[] tile = DigitTiles.of(17, 4);
        StringBuilder drawn = new StringBuilder();
        for (int y = 2; y < 12; y += 2) {
            for (int x = 0; x < 28; x += 2) {
                drawn.append(tile[y * 28 + x + 1] == 0 ? '#' : '.');
            }
            drawn.append('\n');
        }
        assertEquals(".......#..###.", drawn.substring(0, 14));
        assertEquals("......##....#.", drawn.substring(15, 29));
        ModuloAddition example = ModuloAddition.in(folder, 5, 0);
        assertEquals(28, TensorFile.open(example.testSums()).picture(0).width());
    }

    @Test
    void theSameSeedGivesTheSameSums() {
        ModuloAddition.in(folder.resolve("a"), 11, 1);
        ModuloAddition.in(folder.resolve("b"), 11, 1);
        TensorFile a = TensorFile.open(folder.resolve("a/train.npz"));
        TensorFile b = TensorFile.open(folder.resolve("b/train.npz"));
        for (int i = 0; i < a.size(); i++) {
            assertEquals(a.id(i), b.id(i));
        }
    }
}
