package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.job.CancelledException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeaturePassTest {

    private static GoldenNetwork golden;
    private static ExecutionEngine engine;
    private static NetworkRunner runner;

    @BeforeAll
    static void load() {
        golden = GoldenNetwork.read("m1");
        engine = ExecutionEngine.open(new ExecutionSettings("cpu", Precision.FLOAT32, 1));
        runner = engine.load(golden.network());
    }

    @AfterAll
    static void close() {
        runner.close();
        engine.close();
    }

    @Test
    void collectsFeaturesAndLogitsForAnyBatchSize() {
        for (int batchSize : new int[] {1, 5, 16, 64}) {
            Counting progress = new Counting(Integer.MAX_VALUE);
            FeaturePass.Result result =
                    new FeaturePass(runner, golden.featureNode(), batchSize).run(inputs(), progress);
            assertTrue(NetworkRunnerTest.furthest(result.features(), golden.features()) <= 1e-5);
            assertTrue(NetworkRunnerTest.furthest(result.logits(), golden.logits()) <= 1e-5);
            assertEquals(16, progress.reports.get(progress.reports.size() - 1));
        }
    }

    @Test
    void featuresOfSeveralAxesAreLaidOut() {
        FeaturePass.Result result = new FeaturePass(runner, 3).run(inputs(), Progress.none());
        assertEquals(Shape.of(16, 16 * 14 * 14), result.features().shape());
    }

    @Test
    void stopsBetweenBatches() {
        Counting progress = new Counting(8);
        FeaturePass pass = new FeaturePass(runner, golden.featureNode(), 4);
        assertThrows(CancelledException.class, () -> pass.run(inputs(), progress));
        assertEquals(List.of(4L, 8L), progress.reports);
    }

    @Test
    void anUnreadableImageIsReportedAsTheReaderSaysIt() {
        ModelInputs broken = new Inputs() {
            @Override
            public Tensor batch(int... indices) {
                if (indices[0] >= 8) {
                    throw new BadInputException("The image cat.png is damaged; remove it.");
                }
                return super.batch(indices);
            }
        };
        FeaturePass pass = new FeaturePass(runner, golden.featureNode(), 4);
        String sentence = assertThrows(BadInputException.class, () -> pass.run(broken, Progress.none()))
                .sentence();
        assertEquals("The image cat.png is damaged; remove it.", sentence);
    }

    @Test
    void noImagesGiveEmptyResults() {
        ModelInputs none = new Inputs() {
            @Override
            public int size() {
                return 0;
            }
        };
        FeaturePass.Result result = new FeaturePass(runner, golden.featureNode()).run(none, Progress.none());
        assertEquals(Shape.of(0, 64), result.features().shape());
    }

    private static ModelInputs inputs() {
        return new Inputs();
    }

    private static class Inputs implements ModelInputs {
        @Override
        public int size() {
            return 16;
        }

        @Override
        public Shape shape() {
            return golden.network().inputShape();
        }

        @Override
        public Tensor batch(int... indices) {
            return golden.input().rows(indices[0], indices[indices.length - 1] + 1);
        }
    }

    /** Asks for an end once so many images are done. */
    private static final class Counting implements Progress {
        private final long enough;
        private final AtomicInteger done = new AtomicInteger();
        private final List<Long> reports = new ArrayList<>();

        Counting(long enough) {
            this.enough = enough;
        }

        @Override
        public void stage(String title) {}

        @Override
        public void update(long images, long total, String unit) {
            reports.add(images);
            done.set((int) images);
        }

        @Override
        public void note(String text) {}

        @Override
        public boolean isCancelled() {
            return done.get() >= enough;
        }
    }
}
