package dev.whence.engine.attribution.dvemb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.GoldenAttribution;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.gradient.GradientBlocks;
import dev.whence.engine.attribution.gradient.LayerProjections;
import dev.whence.engine.attribution.gradient.Projection;
import dev.whence.engine.attribution.gradient.TestFunction;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data value embedding against the reference, whose scores are stored rounded to float32. */
class GoldenDvembTest {

    private static final int IMAGES = 200;

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g3"})
    void scoresEqualTheReference(String model) {
        Map<String, Tensor> stored = NpzFile.readAll(GoldenAttribution.file(model + "/dvemb.npz"));
        AttributionTask task = task(golden, model, stored);
        DescentSteps steps = steps(model, task, stored);
        steps.last().forEach((name, weight) -> {
            Tensor expected = stored.get("final." + name);
            for (int i = 0; i < weight.size(); i++) {
                assertEquals(expected.get(i), weight.get(i), 1e-9, name);
            }
        });
        String layer = model.equals("g1") ? "linear" : "fc";
        for (int epoch : new int[] {-1, 0}) {
            check(
                    stored,
                    "dvemb_full",
                    epoch,
                    task,
                    new ExactAttributor(task, settings(epoch, ""), given(steps), Map.of()));
            check(
                    stored,
                    "dvemb_sm64_k256",
                    epoch,
                    task,
                    embedded(
                            task,
                            steps,
                            epoch,
                            "",
                            blocks -> FeatureMaps.whole(
                                    blocks.layout(), sm64(blocks.layout().size(), 256))));
            String weight = layer + ".weight";
            check(
                    stored,
                    "dvemb_kron_sm64_k64",
                    epoch,
                    task,
                    embedded(
                            task,
                            steps,
                            epoch,
                            weight,
                            blocks -> FeatureMaps.kronecker(new LayerProjections(new Sides(8)))));
            check(
                    stored,
                    "dvemb_elem_sm64_k64",
                    epoch,
                    task,
                    embedded(task, steps, epoch, weight, blocks -> FeatureMaps.elementwise(new Sides(64), 64)));
        }
    }

    private static void check(
            Map<String, Tensor> stored, String key, int epoch, AttributionTask task, Attributor attributor) {
        Representations tests = golden.tests(task);
        Tensor found = attributor.attribute(tests, Targets.resolve(new Target.Label(), tests), Progress.none());
        double error = GoldenAttribution.error(stored.get(epoch < 0 ? key : key + "_epoch0"), 1, found);
        assertTrue(error <= 1.2e-7, () -> key + " in epoch " + epoch + ": " + error);
    }

    private static Attributor embedded(
            AttributionTask task,
            RecordedSteps steps,
            int epoch,
            String parameters,
            Function<GradientBlocks, FeatureMap> map) {
        return EmbeddingAttributor.fit(task, settings(epoch, parameters), given(steps), map, Map.of(), Progress.none());
    }

    private static DvembSettings settings(int epoch, String parameters) {
        return new DvembSettings("", TestFunction.LOSS, DvembProjection.NONE, 1, epoch, parameters);
    }

    private static Recording given(RecordedSteps steps) {
        return new Recording() {
            @Override
            public <T> T with(Function<RecordedSteps, T> reader) {
                return reader.apply(steps);
            }
        };
    }

    static AttributionTask task(GoldenAttribution golden, String model, Map<String, Tensor> stored) {
        AttributionTask all = golden.task(model, "s0");
        Map<String, Tensor> last = new HashMap<>();
        all.network().parameters().keySet().forEach(name -> last.put(name, stored.get("final." + name)));
        return new AttributionTask(
                List.of(all.network().withParameters(last)),
                all.finalLayer(),
                all.train().select(IntStream.range(0, IMAGES).toArray()),
                0,
                golden.engine());
    }

    static DescentSteps steps(String model, AttributionTask task, Map<String, Tensor> stored) {
        Map<String, Tensor> first = new HashMap<>();
        try (NpzFile checkpoints = NpzFile.open(GoldenAttribution.file(model + "/checkpoints.npz"))) {
            task.network().parameters().keySet().forEach(name -> first.put(name, checkpoints.read("init_s0." + name)));
        }
        Network start = task.network().withParameters(first);
        Tensor hyper = stored.get("hyper_lr_batch_epochs_ntrain");
        int size = (int) hyper.get(1);
        int perEpoch = IMAGES / size;
        long[] order = stored.get("order").longs();
        int[][] batches = new int[(int) hyper.get(2) * perEpoch][];
        for (int s = 0; s < batches.length; s++) {
            int from = s * size;
            batches[s] =
                    IntStream.range(from, from + size).map(i -> (int) order[i]).toArray();
        }
        return new DescentSteps(task, start, batches, perEpoch, hyper.get(0));
    }

    private static Projection sm64(int parameters, int dimensions) {
        return Projection.of(golden.engine(), Projection.Kind.RADEMACHER, parameters, dimensions, 0);
    }

    /** The reference's sides: both projections of a layer from the same seed. */
    private record Sides(int dimensions) implements LayerProjections.Source {

        @Override
        public Projection outputs(int layer, List<String> parameters, int width) {
            return sm64(width, dimensions);
        }

        @Override
        public Projection inputs(int layer, List<String> parameters, int width) {
            return sm64(width, dimensions);
        }

        @Override
        public Projection after(int layer, List<String> parameters, int width) {
            return Projection.of(golden.engine(), Projection.Kind.NONE, width, width, 0);
        }

        @Override
        public Projection whole(int layer, List<String> parameters, int width) {
            throw new IllegalStateException("the layer is linear");
        }
    }
}
