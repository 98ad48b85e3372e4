package dev.whence.engine.attribution.dual;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.attribution.ClassifierStates;
import dev.whence.engine.attribution.WorkSize;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * DualDA: a Crammer-Singer machine on the features of the final layer stands in for that layer, and its dual variables say
 * which training images made it.
 */
public final class DualDaMethod implements AttributionMethod<DualDaSettings> {

    @Override
    public String id() {
        return "dualda";
    }

    @Override
    public String title() {
        return "DualDA";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public String summary() {
        return "The final layer is replaced by a support vector machine on its input features; a training image counts with its"
                + " signed dual coefficient times its feature similarity to the test image.";
    }

    @Override
    public String scoreMeaning() {
        return "+1 adds 1 to the explained class's score in the support vector machine (units of margin).";
    }

    @Override
    public Class<DualDaSettings> settingsType() {
        return DualDaSettings.class;
    }

    /** {@inheritDoc} */
    @Override
    public Optional<String> pairObstacle(DualDaSettings settings, ClassifierStates states) {
        return Optional.empty();
    }

    @Override
    public boolean answersAtOnce() {
        return true;
    }

    @Override
    public double memoryBytes(WorkSize size, DualDaSettings settings) {
        return 16.0 * size.train() * size.features() + 12.0 * size.train() * size.tests();
    }

    @Override
    public Attributor fit(AttributionTask task, DualDaSettings settings, Progress progress) {
        long seed = settings.seed() < 0 ? task.seed() : settings.seed();
        SolverOptions options = new SolverOptions(settings.tolerance(), settings.maxSweeps(), seed);
        DualSolution solution = CrammerSingerSolver.solve(
                task.train().features(), task.train().labels(), task.classes(), settings.c(), options, progress);
        return new DualDaAttributor(task.train(), solution);
    }

    /** {@inheritDoc} */
    @Override
    public Attributor restore(AttributionTask task, DualDaSettings settings, Map<String, Tensor> state) {
        DualProblem problem =
                DualProblem.of(task.train().features(), task.train().labels(), task.classes());
        return new DualDaAttributor(task.train(), StoredSolution.read(state, problem, settings.c()));
    }

    static BadInputException unfit(String what) {
        return new BadInputException("The stored DualDA coefficients cannot be used because " + what
                + "; delete them from the cache and run again.");
    }
}
