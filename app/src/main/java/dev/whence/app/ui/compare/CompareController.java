package dev.whence.app.ui.compare;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.compare.CompareModel.Waiting;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;

/**
 * Asks the runs that are compared about what is explained, one test image or several together, in the background. All
 * methods are called on the UI thread.
 */
public final class CompareController {

    /** Pictures on either side of a ranking that are read at once. */
    private static final int READ = 24;

    private final ExploreModel explore;
    private final CompareModel model;
    private final ExploreController exploring;
    private final TaskCenter tasks;
    private final AgreementController agreement;
    private final Map<MethodRun<?>, BackgroundTask<?>> asked = new HashMap<>();

    public CompareController(ExploreModel explore, CompareModel model, ExploreController exploring, TaskCenter tasks) {
        this.explore = explore;
        this.model = model;
        this.exploring = exploring;
        this.tasks = tasks;
        agreement = new AgreementController(explore, model, tasks);
        InvalidationListener other = observed -> ask();
        InvalidationListener another = observed -> forget();
        explore.selectedProperty().addListener(another);
        explore.groupProperty().addListener(another);
        explore.targetProperty().addListener(another);
        explore.workspaceProperty().addListener(observed -> {
            model.shown().clear();
            model.pictures().clear();
            forget();
        });
        explore.runs().addListener((ListChangeListener<MethodRun<?>>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(this::showIfRoom);
            }
        });
        model.shown().addListener(other);
        model.activeProperty().addListener(other);
    }

    AgreementController agreement() {
        return agreement;
    }

    /** What all runs on display are asked. */
    private record Question(Workspace workspace, List<Integer> tests, Target target) {

        int[] positions() {
            return tests.stream().mapToInt(Integer::intValue).toArray();
        }

        String words() {
            return tests.size() == 1 ? "test image " + tests.get(0) : tests.size() + " test images";
        }
    }

    private @Nullable Question question() {
        Workspace workspace = explore.workspaceProperty().get();
        int index = explore.selectedProperty().get();
        List<Integer> group = explore.groupProperty().get();
        return workspace == null || index < 0
                ? null
                : new Question(
                        workspace,
                        group.isEmpty() ? List.of(index) : group,
                        explore.targetProperty().get());
    }

    /** Shows a run, or takes it away. */
    public void toggle(MethodRun<?> run) {
        if (!model.shown().remove(run)) {
            if (model.shown().size() == CompareModel.MOST_ROWS) {
                model.remarkProperty()
                        .set("No more than " + CompareModel.MOST_ROWS
                                + " runs are shown below each other; take one away first.");
                return;
            }
            model.shown().add(run);
        }
        model.remarkProperty().set("");
        model.acrossProperty().set(0);
        model.upwardsProperty().set(Math.min(1, Math.max(0, model.shown().size() - 1)));
    }

    /** Shows a run one row further up, beside another neighbour. */
    void moveUp(MethodRun<?> run) {
        int at = model.shown().indexOf(run);
        if (at > 0) {
            List<MethodRun<?>> order = new ArrayList<>(model.shown());
            order.remove(at);
            order.add(at - 1, run);
            model.shown().setAll(order);
        }
    }

    /** Asks a run again that failed or was stopped. */
    void askAgain(MethodRun<?> run) {
        asked.remove(run);
        ask();
    }

    /** Lets a training image stand out here, and shows it large in Explore. */
    void choose(int train) {
        model.highlightedProperty().set(train);
        exploring.choose(train);
    }

    private void showIfRoom(MethodRun<?> run) {
        if (model.shown().size() < CompareModel.SHOWN_BY_THEMSELVES
                && !model.shown().contains(run)) {
            model.shown().add(run);
        }
    }

    /** Reads the picture of a training image, unless it is there; the view is told by its highlight. */
    void readPicture(int train, Runnable then) {
        Workspace workspace = explore.workspaceProperty().get();
        if (workspace == null || model.pictures().containsKey(train)) {
            then.run();
            return;
        }
        tasks.submit(TaskRequest.of(
                        "Reading training image " + train,
                        Lane.LIGHT,
                        progress -> workspace.images(Split.TRAIN).picture(train))
                .onDone(picture -> {
                    if (workspace.equals(explore.workspaceProperty().get())) {
                        model.pictures().put(train, picture);
                        then.run();
                    }
                }));
    }

    private void forget() {
        asked.values().forEach(BackgroundTask::cancel);
        asked.clear();
        model.waiting().clear();
        model.answers().clear();
        model.highlightedProperty().set(-1);
        ask();
    }

    /** Asks every run on display that has not answered. */
    private void ask() {
        Question question = question();
        if (question == null || !model.activeProperty().get()) {
            return;
        }
        for (MethodRun<?> run : model.shown()) {
            if (!model.answers().containsKey(run) && !asked.containsKey(run)) {
                model.waiting().put(run, new Waiting("computing \u2026", false));
                asked.put(run, ask(question, run));
            }
        }
    }

    /** An answer with the pictures that are shown of it. */
    private record Answer(Explanation explanation, Map<Integer, Picture> pictures) {}

    private BackgroundTask<?> ask(Question question, MethodRun<?> run) {
        return tasks.submit(TaskRequest.of(
                        run.method().title() + " of " + question.words(),
                        lane(question, run),
                        progress -> answer(question, run, progress))
                .onDone(answer -> {
                    if (question.equals(question())) {
                        model.pictures().putAll(answer.pictures());
                        model.waiting().remove(run);
                        model.answers().put(run, answer.explanation());
                    }
                })
                .onFailed(sentence -> ended(question, run, sentence))
                .onCancelled(() -> ended(question, run, "Stopped before there was an answer.")));
    }

    private void ended(Question question, MethodRun<?> run, String words) {
        if (question.equals(question()) && asked.containsKey(run)) {
            model.waiting().put(run, new Waiting(words, true));
        }
    }

    private Answer answer(Question question, MethodRun<?> run, Progress progress) {
        int train = question.workspace().images(Split.TRAIN).size();
        Explanation explanation = run.explain(
                question.workspace(),
                question.positions(),
                question.target(),
                part -> tellPart(question, run, 100L * part.scored() / train),
                progress);
        Map<Integer, Picture> pictures = new HashMap<>();
        ImageDataset images = question.workspace().images(Split.TRAIN);
        for (var side : List.of(
                explanation.ranking().proponents(), explanation.ranking().opponents())) {
            side.stream().limit(READ).forEach(entry -> pictures.put(entry.train(), images.picture(entry.train())));
        }
        return new Answer(explanation, pictures);
    }

    private void tellPart(Question question, MethodRun<?> run, long percent) {
        tasks.onUi(() -> {
            Waiting now = model.waiting().get(run);
            if (question.equals(question()) && now != null && !now.over()) {
                model.waiting()
                        .put(run, new Waiting("ranked over " + percent + " % of the training images so far", false));
            }
        });
    }

    private static Lane lane(Question question, MethodRun<?> run) {
        return run.method().answersAtOnce() && question.tests().size() == 1
                ? Lane.LIGHT
                : Lane.heavy(question.workspace().spec().execution().device());
    }
}
