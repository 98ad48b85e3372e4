package dev.whence.engine.model.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Network;
import dev.whence.engine.random.SplitMix;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {

    private static ExecutionEngine engine;

    @BeforeAll
    static void open() {
        engine = ExecutionEngine.open(ExecutionSettings.defaults());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void everyLayerGivesWhatItSaysAndTheVariantWithoutBiasesScales(Architecture architecture) {
        Shape input = architecture == Architecture.MODULO_TRANSFORMER ? Shape.of(1, 4, 13) : Shape.of(1, 28, 28);
        for (boolean biases : new boolean[] {true, false}) {
            Network network = architecture.build(input, 10, biases, 3);
            int[] nodes = new int[network.nodes().size()];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = i;
            }
            Tensor images = noise(input, 1);
            try (NetworkRunner runner = engine.load(network)) {
                // Throws where a layer's value has another shape than its node says.
                assertEquals(nodes.length, runner.values(images, nodes).size());
                boolean biased = network.parameters().keySet().stream().anyMatch(name -> name.endsWith("bias"));
                if (!biases) {
                    assertFalse(biased, architecture.id());
                }
                if (!biases && architecture != Architecture.MODULO_TRANSFORMER) {
                    float[] once = runner.forward(images).floats();
                    float[] doubled = runner.forward(noise(input, 2)).floats();
                    for (int i = 0; i < once.length; i++) {
                        assertEquals(2 * once[i], doubled[i], 1e-5 * (1 + Math.abs(once[i])));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "logistic-regression, 1, 28, 10, 7850",
        "tiny-cnn, 1, 28, 10, 3898",
        "small-cnn, 1, 28, 10, 237514",
        "resnet18, 3, 224, 1000, 11689512"
    })
    void sizesAreThoseOfTheSameNetworksInPyTorch(String id, int channels, int side, int classes, long parameters) {
        Network network = Architecture.byId(id).layers(Shape.of(channels, side, side), classes, true);
        assertEquals(parameters, network.parameterCount());
    }

    @Test
    void startingWeightsFollowFromTheSeed() {
        Shape input = Shape.of(1, 28, 28);
        float[] first = weight(Architecture.SMALL_CNN.build(input, 10, true, 1));
        assertArrayEquals(first, weight(Architecture.SMALL_CNN.build(input, 10, true, 1)));
        float[] other = weight(Architecture.SMALL_CNN.build(input, 10, true, 2));
        double bound = 1 / Math.sqrt(2352);
        double squares = 0;
        int same = 0;
        for (int i = 0; i < first.length; i++) {
            assertTrue(Math.abs(first[i]) <= bound);
            squares += first[i] * first[i];
            same += first[i] == other[i] ? 1 : 0;
        }
        assertEquals(bound * bound / 3, squares / first.length, 0.01 * bound * bound);
        assertTrue(same < 100, same + " weights are the same under two seeds");
    }

    private static float[] weight(Network network) {
        return network.tensor("fc1.weight").floats();
    }

    private static Tensor noise(Shape input, double scale) {
        float[] values = new float[2 * (int) input.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * SplitMix.normal(4, i));
        }
        return Tensor.of(values, input.prepend(2).toArray());
    }

    @ParameterizedTest
    @CsvSource({"3,32,32", "1,28,28", "3,4,13"})
    void tokensAreNotTakenForPictures(int channels, int height, int width) {
        Shape picture = Shape.of(channels, height, width);
        String sentence = assertThrows(
                        BadInputException.class, () -> Architecture.MODULO_TRANSFORMER.layers(picture, 10, true))
                .getMessage();
        assertTrue(sentence.contains("1 x 4 x tokens"), sentence);
        assertTrue(sentence.contains(picture.toString()), sentence);
    }
}
