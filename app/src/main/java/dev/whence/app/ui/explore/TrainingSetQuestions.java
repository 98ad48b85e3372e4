package dev.whence.app.ui.explore;

import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.TrainingEffect;
import dev.whence.engine.workspace.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the Explore view asks about training images rather than about a decision. Called on the UI thread. */
final class TrainingSetQuestions {

    private static final int SELF_SHOWN = 60;

    private final ExploreModel model;
    private final TaskCenter tasks;

    TrainingSetQuestions(ExploreModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
    }

    /**
     * Finds out what one training image does to the decisions on all test images, by the method on display.
     *
     * @param found receives the answer
     */
    void effect(int train, Consumer<EffectWindow.Content> found) {
        Workspace workspace = model.workspaceProperty().get();
        MethodRun<?> run = model.method().appliedProperty().get();
        if (workspace == null || run == null) {
            return;
        }
        tasks.submit(TaskRequest.of(
                        "Effect of training image " + train + " by "
                                + run.method().title(),
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> effect(workspace, run, train, progress))
                .onDone(content -> whenCurrent(workspace, () -> found.accept(content)))
                .onFailed(sentence ->
                        whenCurrent(workspace, () -> model.outcomeProperty().set(new Outcome.Missing(sentence, true))))
                .onShow(() -> whenCurrent(workspace, () -> effect(train, found))));
    }

    private static EffectWindow.Content effect(Workspace workspace, MethodRun<?> run, int train, Progress progress) {
        TrainingEffect effect = run.effect(workspace, train, new Target.Predicted(), progress);
        ImageDataset tests = workspace.images(Split.TEST);
        Map<Integer, Picture> pictures = new HashMap<>();
        Stream.of(effect.ranking().proponents(), effect.ranking().opponents())
                .flatMap(side -> side.stream().limit(ExploreController.LONGEST_ROW))
                .forEach(entry -> pictures.put(entry.train(), tests.picture(entry.train())));
        return new EffectWindow.Content(
                effect, run.title(), workspace.images(Split.TRAIN).picture(train), pictures);
    }

    /**
     * Ranks the training images by their score for themselves, by the method on display.
     *
     * @param found receives the answer
     */
    void selfInfluence(Consumer<SelfInfluenceWindow.Content> found) {
        Workspace workspace = model.workspaceProperty().get();
        MethodRun<?> run = model.method().appliedProperty().get();
        if (workspace == null || run == null) {
            return;
        }
        tasks.submit(TaskRequest.of(
                        "Self-influence by " + run.method().title(),
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> selfInfluence(workspace, run, progress))
                .onDone(content -> whenCurrent(workspace, () -> found.accept(content)))
                .onFailed(sentence ->
                        whenCurrent(workspace, () -> model.outcomeProperty().set(new Outcome.Missing(sentence, true))))
                .onShow(() -> whenCurrent(workspace, () -> selfInfluence(found))));
    }

    private static SelfInfluenceWindow.Content selfInfluence(Workspace workspace, MethodRun<?> run, Progress progress) {
        Ranking ranking = Ranking.of(run.selfInfluence(workspace, progress));
        ImageDataset train = workspace.images(Split.TRAIN);
        Map<Integer, Picture> pictures = new HashMap<>();
        ranking.proponents().stream()
                .limit(SELF_SHOWN)
                .forEach(entry -> pictures.put(entry.train(), train.picture(entry.train())));
        return new SelfInfluenceWindow.Content(run.title(), ranking, pictures);
    }

    private void whenCurrent(Workspace workspace, Runnable action) {
        if (workspace.equals(model.workspaceProperty().get())) {
            action.run();
        }
    }
}
