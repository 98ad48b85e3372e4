package dev.whence.app.ui.explore;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the prepared method about what is selected, and shows the answer while it grows. Called on the UI thread. */
final class Explaining {

    private final ExploreModel model;
    private final TaskCenter tasks;
    private final BooleanSupplier preparing;
    private final IntConsumer look;
    private int chooseNext = -1;
    private @Nullable BackgroundTask<?> explaining;

    /**
     * @param preparing whether another run is being prepared, which then asks again
     * @param look shows a test image and what the network makes of it
     */
    Explaining(ExploreModel model, TaskCenter tasks, BooleanSupplier preparing, IntConsumer look) {
        this.model = model;
        this.tasks = tasks;
        this.preparing = preparing;
        this.look = look;
    }

    /** Stops what is being asked. */
    void cancel() {
        if (explaining != null) {
            explaining.cancel();
        }
    }

    /** Shows a training image large as soon as its score is known. */
    void chooseWhenExplained(int train) {
        chooseNext = train;
    }

    /** Shows a training image large, if it has a score other than zero. */
    void choose(int train) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null
                || !(model.outcomeProperty().get() instanceof Outcome.Explained done)
                || entryOf(done, train).isEmpty()) {
            return;
        }
        if (done.pictures().containsKey(train)) {
            entryOf(done, train).ifPresent(model.chosenProperty()::set);
            return;
        }
        tasks.submit(TaskRequest.of(
                        "Reading training image " + train,
                        Lane.LIGHT,
                        progress -> workspace.images(Split.TRAIN).picture(train))
                .onDone(picture -> {
                    if (done.equals(model.outcomeProperty().get())) {
                        model.outcomeProperty().set(done.with(train, picture));
                        entryOf(done, train).ifPresent(model.chosenProperty()::set);
                    }
                }));
    }

    private static Optional<Ranking.Entry> entryOf(Outcome.Explained explained, int train) {
        Ranking ranking = explained.explanation().ranking();
        return Stream.concat(ranking.proponents().stream(), ranking.opponents().stream())
                .filter(entry -> entry.train() == train)
                .findFirst();
    }

    /** Asks the run on display about what is selected; what was asked before is given up. */
    void explain() {
        cancel();
        Workspace workspace = model.workspaceProperty().get();
        MethodRun<?> run = model.method().appliedProperty().get();
        int index = model.selectedProperty().get();
        if (workspace == null || run == null || index < 0 || preparing.getAsBoolean()) {
            return;
        }
        Question asked = new Question(
                workspace,
                run,
                index,
                model.groupProperty().get(),
                model.targetProperty().get());
        model.outcomeProperty()
                .set(new Outcome.Working(
                        "Explaining the decision" + (asked.group().isEmpty() ? "" : "s")));
        BackgroundTask<Outcome.Explained> task = tasks.submit(TaskRequest.of(
                        asked.title(),
                        run.method().answersAtOnce() && asked.group().isEmpty()
                                ? Lane.LIGHT
                                : Lane.heavy(workspace.spec().execution().device()),
                        progress -> explained(
                                workspace,
                                run.explain(
                                        workspace,
                                        asked.tests(),
                                        asked.target(),
                                        part -> showPart(asked, explained(workspace, part)),
                                        progress)))
                .onDone(explained -> whenWanted(asked, explained))
                .onFailed(sentence ->
                        whenCurrent(workspace, () -> model.outcomeProperty().set(new Outcome.Missing(sentence, true))))
                .onCancelled(() -> whenCurrent(workspace, () -> explainingStopped(asked)))
                .onShow(() -> whenCurrent(workspace, () -> show(asked))));
        explaining = task;
    }

    /** What is asked of a prepared method. */
    private record Question(Workspace workspace, MethodRun<?> run, int index, List<Integer> group, Target target) {

        int[] tests() {
            return group.isEmpty()
                    ? new int[] {index}
                    : group.stream().mapToInt(Integer::intValue).toArray();
        }

        String title() {
            String what = group.isEmpty() ? "test image " + index : group.size() + " test images";
            return run.method().title() + " of " + what;
        }
    }

    private void showPart(Question asked, Outcome.Explained part) {
        tasks.onUi(() -> {
            if (model.outcomeProperty().get() instanceof Outcome.Working
                    || (model.outcomeProperty().get() instanceof Outcome.Explained shown && shown.isPartial())) {
                whenWanted(asked, part);
            }
        });
    }

    /** A question that was given up by the person, and not for another one. */
    private void explainingStopped(Question asked) {
        if (isWanted(asked) && !isExplaining()) {
            model.outcomeProperty()
                    .set(new Outcome.Missing(
                            "The explanation was stopped; what was finished is kept. Press Run to go on.", false));
        }
    }

    private boolean isExplaining() {
        BackgroundTask<?> task = explaining;
        return task != null && !task.status().isFinished();
    }

    private void show(Question asked) {
        model.method().load(asked.run().method().id(), asked.run().texts());
        model.method().appliedProperty().set(asked.run());
        model.selectedProperty().set(asked.index());
        model.groupProperty().set(asked.group());
        model.chosenProperty().set(null);
        model.targetProperty().set(asked.target());
        look.accept(asked.index());
        explain();
    }

    private static Outcome.Explained explained(Workspace workspace, Explanation explanation) {
        Map<Integer, Picture> pictures = new HashMap<>();
        ImageDataset images = workspace.images(Split.TRAIN);
        Ranking ranking = explanation.ranking();
        Stream.concat(
                        ranking.proponents().stream().limit(ExploreController.LONGEST_ROW),
                        ranking.opponents().stream().limit(ExploreController.LONGEST_ROW))
                .forEach(entry -> pictures.put(entry.train(), images.picture(entry.train())));
        return new Outcome.Explained(explanation, pictures, images.size());
    }

    private void whenWanted(Question asked, Outcome.Explained explained) {
        if (isWanted(asked)) {
            model.outcomeProperty().set(explained);
            entryOf(explained, chooseNext).ifPresent(model.chosenProperty()::set);
            chooseNext = -1;
        }
    }

    private boolean isWanted(Question asked) {
        return asked.workspace().equals(model.workspaceProperty().get())
                && asked.run().equals(model.method().appliedProperty().get())
                && asked.index() == model.selectedProperty().get()
                && asked.group().equals(model.groupProperty().get())
                && asked.target().equals(model.targetProperty().get())
                && !preparing.getAsBoolean();
    }

    private void whenCurrent(Workspace workspace, Runnable action) {
        if (workspace.equals(model.workspaceProperty().get())) {
            action.run();
        }
    }
}
