package dev.whence.engine.attribution.influence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Fisher matrix in the eigenbasis of its factors. */
class EkFacTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    private static EkFac fit(String model, String parameters) {
        AttributionTask task = golden.task(model, "s0");
        CurvatureMethod method =
                EkFac.method(SettingsSchema.of(EkFacSettings.class).parse(Map.of()));
        Checkpoint at = new Checkpoint(task, task.network(), method.parameters(parameters, task, task.network()), 0);
        return (EkFac) method.fit(at, Progress.none());
    }

    /** The largest variances, and that they are the Fisher matrix's own: its trace is the mean squared gradient. */
    @ParameterizedTest
    @CsvSource({"g1, linear", "g3, fc"})
    void variancesEqualTheReference(String model, String layer) {
        EkFac fitted = fit(model, "");
        EkFacLayer only = fitted.layers().get(0);
        double[] falling = IntStream.range(0, only.variances().size())
                .mapToDouble(i -> -only.variances().get(i))
                .sorted()
                .map(value -> -value)
                .toArray();
        try (NpzFile stored = NpzFile.open(GoldenAttribution.file(model + "/intermediates.npz"))) {
            Tensor expected = stored.read("ekfac_lambda_ref_sorted." + layer);
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), falling[i], 1e-6 * expected.get(0));
            }
        }
        double trace = Arrays.stream(falling).sum();
        double[] squares = {0};
        try (var gradients = fitted.at().gradients()) {
            gradients.train(
                    dev.whence.engine.exec.OutputFunction.LOSS,
                    fitted.at().task().train(),
                    Progress.none(),
                    (from, rows) -> squares[0] += rows.square().sum().toHost().get(0));
        }
        assertEquals(squares[0] / 1000, trace, 1e-9 * trace);
    }

    /** The columns of the bases diagonalise the factors, with the reference's eigenvalues. */
    @ParameterizedTest
    @CsvSource({"g1, linear", "g3, fc"})
    void factorsHaveTheReferencesEigenvalues(String model, String layer) {
        EkFac fitted = fit(model, "");
        EkFacLayer only = fitted.layers().get(0);
        double[] found = new double[only.inputs().shape().dim(0)];
        AttributionTask task = fitted.at().task();
        int width = found.length - 1;
        for (int i = 0; i < task.train().size(); i++) {
            for (int c = 0; c < found.length; c++) {
                double product = only.inputs().get(width * found.length + c);
                for (int d = 0; d < width; d++) {
                    product += task.train().features().get(i * width + d)
                            * only.inputs().get(d * found.length + c);
                }
                found[c] += product * product / task.train().size();
            }
        }
        Arrays.sort(found);
        try (NpzFile stored = NpzFile.open(GoldenAttribution.file(model + "/intermediates.npz"))) {
            double[] expected =
                    stored.read("ekfac_eigA." + layer).toFloat64().doubles().clone();
            Arrays.sort(expected);
            double largest = expected[expected.length - 1];
            for (int c = 0; c < found.length; c++) {
                assertEquals(expected[c], found[c], 1e-6 * largest);
            }
        }
    }

    /** Without the bias: the inverse times the damped Fisher matrix in the same basis is the identity. */
    @Test
    void theWeightAloneCanTakePart() {
        EkFac fitted = fit("g3", "fc.weight");
        EkFacLayer only = fitted.layers().get(0);
        assertEquals(192, only.inputs().shape().dim(0));
        double[] gradient =
                IntStream.range(0, 1920).mapToDouble(i -> Math.sin(i)).toArray();
        try (Scope scope = golden.engine().scope();
                InverseCurvature.Product product = fitted.open()) {
            DeviceArray solved = product.times(scope.of(Tensor.of(gradient, 1, 1920)), Progress.none());
            DeviceArray inputs = scope.of(only.inputs());
            DeviceArray outputs = scope.of(only.outputs());
            DeviceArray back = outputs.matmul(outputs.transpose(0, 1)
                            .matmul(solved.reshape(10, 192))
                            .matmul(inputs)
                            .multiply(scope.of(only.variances()).add(0.01)))
                    .matmul(inputs.transpose(0, 1));
            for (int i = 0; i < 1920; i++) {
                assertEquals(gradient[i], back.toHost().get(i), 1e-9);
            }
        }
    }

    @Test
    void aModelWithoutLinearLayersAmongTheChosenIsRefused() {
        BadInputException refusal = assertThrows(BadInputException.class, () -> fit("g3", "conv1"));
        assertEquals(
                "EK-FAC needs the weight of a linear layer, and there is none among conv1.weight, conv1.bias; choose other"
                        + " parameters or another method.",
                refusal.sentence());
        assertEquals(List.of("fc.weight", "fc.bias"), fit("g3", "").at().parameters());
    }
}
