package dev.whence.app.figure;

import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.job.Progress;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.dynamics.KernelMatrix;
import dev.whence.visualization.dynamics.NumberStory;
import dev.whence.visualization.dynamics.TrainingStory;
import org.jspecify.annotations.Nullable;

/** Computes what is asked for, and each thing once. For one thread. */
final class ComputedDynamics implements AutoCloseable {

    private final Workspace opened;
    private final HistoryFolder history;
    private final DynamicsRequest request;
    private @Nullable TrainingStory story;
    private @Nullable KernelMatrix matrix;

    /** @param request for all outputs of one test image */
    ComputedDynamics(Workspace opened, HistoryFolder history, DynamicsRequest request) {
        this.opened = opened;
        this.history = history;
        this.request = request;
    }

    /** All outputs for the test image. */
    TrainingStory story(Progress progress) {
        if (story == null) {
            story = TrainingStory.of(opened.dynamics().explain(history, request, progress), request.tests()[0]);
        }
        return story;
    }

    /** How the test images did along the training; null if there are none. */
    @Nullable
    TestCourse tests(Progress progress) {
        return opened.has(Split.TEST) ? opened.dynamics().testCourse(history, progress) : null;
    }

    /** One output of the test image. */
    NumberStory number(int number, Progress progress) {
        return NumberStory.read(story(progress).dynamics(), number);
    }

    /** Several test images against all training images. */
    KernelMatrix matrix(Progress progress) {
        if (matrix == null) {
            matrix = KernelMatrix.of(opened, history, request.options(), request.checkpoints(), progress);
        }
        return matrix;
    }

    /** The parts of the network. */
    ComponentFigures components() {
        return new ComponentFigures(opened, history, request.options(), request.checkpoints());
    }

    @Override
    public void close() {
        if (story != null) {
            story.dynamics().close();
        }
    }
}
