package dev.whence.app.ui.dynamics;

import dev.whence.app.project.AppFolders;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.DynamicsRequest;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.dynamics.NumberStory;
import dev.whence.visualization.dynamics.TrainingStory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds histories and explains with them in the background. All methods are called on the UI thread. */
public final class DynamicsController {

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private final AppFolders folders;
    private final PlotExport export;
    private final HistoryController histories;
    private final ComponentController components;
    private final MatrixController matrices;
    private @Nullable BackgroundTask<?> recording;
    private @Nullable BackgroundTask<?> explaining;
    private @Nullable BackgroundTask<?> reading;
    private @Nullable Question question;
    private boolean asked;
    private boolean searched;

    /** What is being explained; asked again, it is another question. */
    private static final class Question {
        private final int test;

        Question(int test) {
            this.test = test;
        }
    }

    /** @param folders where short trainings are kept, and the sample project lies */
    public DynamicsController(DynamicsModel model, TaskCenter tasks, AppFolders folders) {
        this.folders = folders;
        export = new PlotExport(model, tasks);
        components = new ComponentController(model, tasks);
        matrices = new MatrixController(model, tasks);
        new TestCourses(model, tasks).follow();
        histories = new HistoryController(model, tasks, folders, this::take);
        this.model = model;
        this.tasks = tasks;
        model.explore().workspaceProperty().addListener(observed -> workspaceChanged());
        model.explore().selectedProperty().addListener(observed -> testChanged());
        model.shownProperty().addListener(observed -> {
            explainIfWanted();
            recordSample();
        });
    }

    /** Takes the history of a folder: its own, or the one in a training run's folder. */
    public void openHistory(Path folder) {
        histories.open(folder);
    }

    /** Asks what the parts of the network are good for. */
    ComponentController components() {
        return components;
    }

    /** Explains several test images together. */
    MatrixController matrices() {
        return matrices;
    }

    /** Finds, opens and imports histories. */
    HistoryController histories() {
        return histories;
    }

    /** Trains the open network's layers anew for a moment, so that there is a history, and explains the image with it. */
    public void recordShort() {
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace == null || isUnderWay(recording)) {
            return;
        }
        model.problemProperty().set("");
        model.recordingProperty().set("Recording a short training");
        ShortTraining training = new ShortTraining(workspace, folders.data().resolve("trainings"));
        recording = tasks.submit(TaskRequest.of(
                        "Short training",
                        Lane.heavy(workspace.spec().execution().device()),
                        training::record)
                .onDone(history -> {
                    model.recordingProperty().set("");
                    if (!isSample(workspace)) {
                        model.chosenHistoryProperty().set(history.folder());
                    }
                    take(workspace, history);
                    explain();
                })
                .onFailed(sentence -> {
                    model.recordingProperty().set("");
                    model.problemProperty().set(sentence);
                })
                .onCancelled(() -> {
                    searched = false;
                    model.recordingProperty().set("");
                }));
    }

    /** How large the history of a short training will be, in words; empty if nothing is open. */
    String shortTrainingSize() {
        Workspace workspace = model.explore().workspaceProperty().get();
        return workspace == null || !workspace.has(Split.TRAIN)
                ? ""
                : new ShortTraining(workspace, folders.data()).size();
    }

    /** The sample project comes without a history; the first look makes one, unless it was stopped. */
    private void recordSample() {
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace != null
                && isSample(workspace)
                && searched
                && model.shownProperty().get()
                && model.historyProperty().get() == null) {
            recordShort();
        }
    }

    private boolean isSample(Workspace workspace) {
        return workspace.spec().model().startsWith(folders.data().resolve("sample"));
    }

    /** Explains the training of the selected image. */
    public void explain() {
        Workspace workspace = model.explore().workspaceProperty().get();
        HistoryFolder history = model.historyProperty().get();
        int test = model.explore().selectedProperty().get();
        if (workspace == null || history == null || test < 0) {
            return;
        }
        asked = true;
        forgetStory();
        Question now = new Question(test);
        question = now;
        model.outcomeProperty().set(new DynamicsOutcome.Working("Following the training backwards in time"));
        explaining = tasks.submit(TaskRequest.of(
                        "Training of test image " + test,
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> TrainingStory.of(
                                workspace.dynamics().explain(history, DynamicsRequest.of(now.test), progress),
                                now.test))
                .onDone(story -> explained(now, story))
                .onFailed(sentence -> stop(now, new DynamicsOutcome.Missing(sentence, true)))
                .onCancelled(() ->
                        stop(now, new DynamicsOutcome.Missing("Stopped before the training was explained.", false))));
    }

    /** Offers plots as figures. */
    public PlotExport export() {
        return export;
    }

    /** The short training that is being recorded; null if none is. */
    @Nullable
    BackgroundTask<?> recording() {
        return isUnderWay(recording) ? recording : null;
    }

    /** What is being explained; null if nothing is. */
    @Nullable
    BackgroundTask<?> explaining() {
        return isUnderWay(explaining) ? explaining : null;
    }

    /** Stops recording and explaining. */
    public void cancel() {
        cancel(recording);
        cancel(explaining);
    }

    /** Shows how another class's output came about. */
    public void showClass(int number) {
        if (!(model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done)) {
            return;
        }
        cancel(reading);
        reading = tasks.submit(TaskRequest.of(
                        "Contributions to one class",
                        Lane.LIGHT,
                        progress -> NumberStory.read(done.story().dynamics(), number))
                .onDone(story -> {
                    if (done.equals(model.outcomeProperty().get())) {
                        model.numberProperty().set(story);
                    }
                }));
    }

    private void workspaceChanged() {
        cancel(recording);
        forgetStory();
        asked = false;
        searched = false;
        model.historyProperty().set(null);
        model.problemProperty().set("");
        model.historyWordsProperty().set("");
        model.outcomeProperty().set(new DynamicsOutcome.Nothing());
        model.layerProperty().set("");
        model.axis().setSteps(0);
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace == null || !workspace.has(Split.TRAIN)) {
            return;
        }
        histories.lookFor(workspace, () -> {
            searched = true;
            recordSample();
        });
    }

    private void take(Workspace workspace, HistoryFolder history) {
        if (!workspace.equals(model.explore().workspaceProperty().get())) {
            return;
        }
        forgetStory();
        asked = false;
        searched = true;
        model.problemProperty().set("");
        model.axis().setSteps(history.steps());
        model.historyProperty().set(history);
        model.outcomeProperty().set(new DynamicsOutcome.Nothing());
    }

    private void testChanged() {
        forgetStory();
        model.outcomeProperty().set(new DynamicsOutcome.Nothing());
        explainIfWanted();
    }

    /** Once somebody has asked, the next image is explained by itself while the view is in front. */
    private void explainIfWanted() {
        if (asked && model.shownProperty().get() && model.outcomeProperty().get() instanceof DynamicsOutcome.Nothing) {
            explain();
        }
    }

    private void explained(Question asker, TrainingStory story) {
        if (!asker.equals(question)) {
            story.dynamics().close();
            return;
        }
        model.outcomeProperty().set(new DynamicsOutcome.Explained(story));
        showClass(story.predicted());
    }

    private void stop(Question asker, DynamicsOutcome outcome) {
        if (asker.equals(question)) {
            model.outcomeProperty().set(outcome);
        }
    }

    private void forgetStory() {
        question = null;
        cancel(explaining);
        cancel(reading);
        model.numberProperty().set(null);
        model.chosenProperty().set(null);
        if (model.outcomeProperty().get() instanceof DynamicsOutcome.Explained done) {
            model.outcomeProperty().set(new DynamicsOutcome.Nothing());
            done.story().dynamics().close();
        }
    }

    private static boolean isUnderWay(@Nullable BackgroundTask<?> task) {
        return task != null && !task.status().isFinished();
    }

    private static void cancel(@Nullable BackgroundTask<?> task) {
        if (task != null) {
            task.cancel();
        }
    }
}
