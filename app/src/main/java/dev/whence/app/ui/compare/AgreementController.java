package dev.whence.app.ui.compare;

import dev.whence.app.figure.RankingsPanels;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.GalleryItem;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.AgreementOfRuns;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Measures in the background how far all runs agree. All methods are called on the UI thread. */
final class AgreementController {

    private final ExploreModel explore;
    private final CompareModel model;
    private final TaskCenter tasks;
    private @Nullable BackgroundTask<?> measuring;

    AgreementController(ExploreModel explore, CompareModel model, TaskCenter tasks) {
        this.explore = explore;
        this.model = model;
        this.tasks = tasks;
        explore.workspaceProperty().addListener(observed -> forget());
        explore.targetProperty().addListener(observed -> forget());
        Runnable shownIsOther = () -> {
            if (model.scopeProperty().get() == AgreementScope.SHOWN) {
                forget();
            }
        };
        explore.selectedProperty().addListener(observed -> shownIsOther.run());
        explore.groupProperty().addListener(observed -> shownIsOther.run());
    }

    private void forget() {
        if (measuring != null) {
            measuring.cancel();
        }
        model.agreementsProperty().set(null);
    }

    /** The test images over which is measured. */
    List<Integer> tests() {
        int selected = explore.selectedProperty().get();
        List<Integer> group = explore.groupProperty().get();
        return switch (model.scopeProperty().get()) {
            case SHOWN -> !group.isEmpty() ? group : selected < 0 ? List.of() : List.of(selected);
            case SELECTED -> List.copyOf(explore.gallery().pickedProperty().get());
            case LISTED ->
                explore.gallery().shownProperty().get().stream()
                        .map(GalleryItem::index)
                        .toList();
        };
    }

    /** Measures all runs over the chosen test images. */
    void measure() {
        Workspace workspace = explore.workspaceProperty().get();
        List<MethodRun<?>> runs = List.copyOf(explore.runs());
        List<Integer> tests = tests();
        if (workspace == null || runs.size() < 2 || tests.isEmpty()) {
            return;
        }
        forget();
        Target target = explore.targetProperty().get();
        boolean heavy =
                tests.size() > 1 || runs.stream().anyMatch(run -> !run.method().answersAtOnce());
        String over = tests.size() == 1
                ? "over one test image"
                : String.format(Locale.ROOT, "mean over %,d test images", tests.size());
        int[] positions = tests.stream().mapToInt(Integer::intValue).toArray();
        model.measuringProperty().set(true);
        model.remarkProperty().set("");
        BackgroundTask<?> task = tasks.submit(TaskRequest.of(
                        "Agreement of " + runs.size() + " runs",
                        heavy ? Lane.heavy(workspace.spec().execution().device()) : Lane.LIGHT,
                        progress -> new AgreementOfRuns(workspace, runs, target, RankingsPanels.STRONGEST)
                                .over(positions, (test, pairs) -> {}, progress))
                .onDone(matrix -> {
                    ended();
                    if (workspace.equals(explore.workspaceProperty().get())) {
                        model.agreementsProperty().set(new CompareModel.Agreements(runs, matrix, over));
                    }
                })
                .onFailed(sentence -> {
                    ended();
                    model.remarkProperty().set(sentence);
                })
                .onCancelled(this::ended));
        measuring = task;
    }

    /** Another measurement may have begun while this one was cancelled. */
    private void ended() {
        BackgroundTask<?> latest = measuring;
        model.measuringProperty().set(latest != null && !latest.status().isFinished());
    }
}
