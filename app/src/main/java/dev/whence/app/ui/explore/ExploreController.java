package dev.whence.app.ui.explore;

import dev.whence.app.project.ProjectView;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WhenceException;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PreFlight;
import dev.whence.engine.workspace.AxiomReport;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the Explore view's wishes come true in the background. All methods are called on the UI thread. */
public final class ExploreController {

    /** No row is longer. */
    public static final int LONGEST_ROW = 20;

    private final ExploreModel model;
    private final TaskCenter tasks;
    private final TargetChoices targets = new TargetChoices();
    private final List<BackgroundTask<?>> mine = new ArrayList<>();
    private final HeatmapController heatmaps;
    private final TrainingSetQuestions aboutTraining;
    private final Explaining explaining;
    private @Nullable BackgroundTask<?> preparing;

    public ExploreController(ExploreModel model, TaskCenter tasks) {
        this.model = model;
        this.tasks = tasks;
        heatmaps = new HeatmapController(model, model.heat(), tasks);
        heatmaps.follow();
        explaining = new Explaining(model, tasks, this::isPreparing, this::look);
        aboutTraining = new TrainingSetQuestions(model, tasks);
    }

    /** Shows another workspace, or nothing; work for the one before is cancelled. */
    public void show(@Nullable Workspace workspace, ProjectView view) {
        cancel();
        mine.clear();
        targets.clear();
        model.chosenProperty().set(null);
        model.testsProperty().set(null);
        model.decisionProperty().set(null);
        model.selectedProperty().set(-1);
        model.method().appliedProperty().set(null);
        model.gallery().clearFilters();
        model.gallery().clearPicks();
        model.groupProperty().set(List.of());
        model.runs().clear();
        model.method().underWayProperty().set(null);
        model.rowLengthProperty().set(view.rowLength());
        model.workspaceProperty().set(workspace);
        if (workspace == null || !workspace.has(Split.TEST)) {
            model.gallery().setItems(List.of());
            model.outcomeProperty()
                    .set(workspace == null ? new Outcome.Nothing() : missing("This project has no test images."));
            return;
        }
        model.gallery().setContentIds(workspace.images(Split.TEST)::id);
        model.gallery().setItems(GalleryItem.all(workspace, null));
        int first = Math.min(view.testImage(), workspace.images(Split.TEST).size() - 1);
        if (first >= 0) {
            restoreTarget(first, view.target());
            select(first);
        }
        readDecisions(workspace);
    }

    /** Chooses a test image and explains it. */
    public void select(int index) {
        if (index == model.selectedProperty().get()
                && model.groupProperty().get().isEmpty()) {
            return;
        }
        model.groupProperty().set(List.of());
        model.selectedProperty().set(index);
        model.chosenProperty().set(null);
        model.targetProperty().set(targets.of(index));
        look(index);
        explaining.explain();
    }

    /**
     * Explains several test images together: one ranking by the sum of their scores.
     *
     * @param tests two or more positions
     */
    public void explainTogether(List<Integer> tests) {
        if (!tests.contains(model.selectedProperty().get())) {
            model.selectedProperty().set(tests.get(0));
            look(tests.get(0));
        }
        model.groupProperty().set(List.copyOf(tests));
        model.chosenProperty().set(null);
        model.targetProperty().set(new Target.Predicted());
        explaining.explain();
    }

    /** Back from several test images to the selected one. */
    public void explainAlone() {
        select(model.selectedProperty().get());
    }

    /** Chooses the class that is explained for the selected image. */
    public void explainTarget(Target target) {
        int index = model.selectedProperty().get();
        if (index < 0) {
            return;
        }
        if (model.groupProperty().get().isEmpty()) {
            targets.choose(index, target);
        }
        model.targetProperty().set(target);
        model.chosenProperty().set(null);
        explaining.explain();
    }

    /** Shows a training image large, if it has a score other than zero. */
    public void choose(int train) {
        explaining.choose(train);
    }

    /** Shows a training image large as soon as its score is known. */
    public void chooseWhenExplained(int train) {
        explaining.chooseWhenExplained(train);
    }

    /** Computes with what stands in the settings form. */
    public void run() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null) {
            return;
        }
        try {
            MethodRun<?> run = model.method().toRun();
            if (!model.method().anywayProperty().get()) {
                run.forecast(workspace).require();
            }
            prepare(workspace, run);
        } catch (WhenceException e) {
            model.outcomeProperty().set(new Outcome.Missing(e.sentence(), true));
        }
    }

    /** Questions about the training set as a whole. */
    TrainingSetQuestions aboutTraining() {
        return aboutTraining;
    }

    /** Finds out which rule each layer gets. */
    void preFlight(LrpSettings settings, Consumer<List<PreFlight.Entry>> onKnown, Consumer<String> onFailed) {
        heatmaps.preFlight(settings, onKnown, onFailed);
    }

    /** Measures what X-Gradient can promise. */
    void axioms(Consumer<AxiomReport> onKnown, Consumer<String> onFailed) {
        heatmaps.axioms(onKnown, onFailed);
    }

    /** Stops whatever this view is waiting for. */
    public void cancel() {
        mine.forEach(BackgroundTask::cancel);
        explaining.cancel();
    }

    private void readDecisions(Workspace workspace) {
        model.outcomeProperty().set(new Outcome.Working("Reading the decisions on the test images"));
        follow(tasks.submit(TaskRequest.of(
                        "Decisions on test images",
                        heavy(workspace),
                        progress -> workspace.representations(Split.TEST, progress))
                .onDone(tests -> whenCurrent(workspace, () -> decisionsRead(workspace, tests)))
                .onFailed(sentence -> whenCurrent(workspace, () -> fail(sentence)))
                .onCancelled(() -> whenCurrent(
                        workspace,
                        () -> stop("The test images were not read. Press Run to read them and explain a decision.")))));
    }

    private void decisionsRead(Workspace workspace, Representations tests) {
        model.testsProperty().set(tests);
        model.gallery().setItems(GalleryItem.all(workspace, tests));
        if (model.selectedProperty().get() < 0 && tests.size() > 0) {
            select(model.gallery().firstWorthExplaining());
        }
        showDecision();
        if (model.method().appliedProperty().get() == null && !isPreparing()) {
            run();
        }
    }

    private void prepare(Workspace workspace, MethodRun<?> run) {
        String title = run.title();
        model.outcomeProperty().set(new Outcome.Working("Preparing " + title + " on the training images"));
        BackgroundTask<?> task = tasks.submit(TaskRequest.<MethodRun<?>>of(title, heavy(workspace), progress -> {
                    run.prepare(workspace, progress);
                    return run;
                })
                .onDone(done -> whenCurrent(workspace, () -> prepared(workspace, done)))
                .onShow(() -> whenCurrent(workspace, () -> show(run)))
                .onFailed(sentence -> whenCurrent(workspace, () -> notPrepared(sentence)))
                .onCancelled(() -> whenCurrent(workspace, this::stopped)));
        preparing = task;
        model.method().underWayProperty().set(run);
        follow(task);
    }

    private void prepared(Workspace workspace, MethodRun<?> run) {
        if (!model.runs().contains(run)) {
            model.runs().add(run);
        }
        if (isPreparing()) {
            // a later run is still in the queue: that one is waited for
            return;
        }
        model.method().appliedProperty().set(run);
        model.method().underWayProperty().set(null);
        if (model.testsProperty().get() == null) {
            readDecisions(workspace);
        }
        explaining.explain();
    }

    /** Shows the results of a run that was prepared before. */
    public void show(MethodRun<?> run) {
        if (isPreparing() || model.workspaceProperty().get() == null) {
            return;
        }
        model.method().load(run.method().id(), run.texts());
        model.method().appliedProperty().set(run);
        explaining.explain();
    }

    private void notPrepared(String sentence) {
        if (!isPreparing()) {
            model.method().underWayProperty().set(null);
        }
        fail(sentence);
    }

    /** After cancelling: back to the results before, if there are any. */
    private void stopped() {
        if (isPreparing()) {
            return;
        }
        model.method().underWayProperty().set(null);
        if (model.method().appliedProperty().get() == null) {
            stop("Stopped before there was a result. Press Run to start again.");
        } else {
            explaining.explain();
        }
    }

    private boolean isPreparing() {
        BackgroundTask<?> task = preparing;
        return task != null && !task.status().isFinished();
    }

    private void look(int index) {
        showDecision();
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null && index >= 0) {
            readPicture(workspace, index);
        }
    }

    private void readPicture(Workspace workspace, int index) {
        model.pictureProperty().set(null);
        tasks.submit(TaskRequest.of(
                        "Reading test image " + index,
                        Lane.LIGHT,
                        progress -> workspace.images(Split.TEST).picture(index))
                .onDone(picture -> {
                    if (workspace.equals(model.workspaceProperty().get())
                            && index == model.selectedProperty().get()) {
                        model.pictureProperty().set(picture);
                    }
                }));
    }

    private void whenCurrent(Workspace workspace, Runnable action) {
        if (workspace.equals(model.workspaceProperty().get())) {
            action.run();
        }
    }

    private void showDecision() {
        Representations tests = model.testsProperty().get();
        int index = model.selectedProperty().get();
        model.decisionProperty().set(tests == null || index < 0 ? null : Decision.of(tests, index));
    }

    private void restoreTarget(int index, String text) {
        try {
            targets.choose(index, Target.parse(text));
        } catch (BadInputException e) {
            targets.choose(index, new Target.Predicted());
        }
    }

    private void fail(String sentence) {
        model.outcomeProperty().set(new Outcome.Missing(sentence, true));
    }

    private void stop(String sentence) {
        model.outcomeProperty().set(new Outcome.Missing(sentence, false));
    }

    private static Outcome missing(String sentence) {
        return new Outcome.Missing(sentence + " Open a classifier with test images to explain its decisions.", false);
    }

    private void follow(BackgroundTask<?> task) {
        mine.removeIf(old -> old.status().isFinished());
        mine.add(task);
    }

    private static Lane heavy(Workspace workspace) {
        return Lane.heavy(workspace.spec().execution().device());
    }
}
