package dev.whence.app.ui.compare;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.GalleryItem;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.evaluation.AgreementMatrix;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;

/** Asks the runs that are compared about the selected image, in the background. All methods are called on the UI thread. */
public final class CompareController {

    /** How many of the strongest images are counted as common. */
    public static final int STRONGEST = 10;

    /** Pictures on either side of a ranking that are read at once. */
    private static final int READ = 24;

    /** More would keep too many scores in memory. */
    private static final int MOST_TESTS = 200;

    private final ExploreModel explore;
    private final CompareModel model;
    private final TaskCenter tasks;
    private final Map<MethodRun<?>, BackgroundTask<?>> asked = new HashMap<>();
    private @Nullable BackgroundTask<?> measuring;

    public CompareController(ExploreModel explore, CompareModel model, TaskCenter tasks) {
        this.explore = explore;
        this.model = model;
        this.tasks = tasks;
        InvalidationListener other = observed -> ask();
        explore.selectedProperty().addListener(observed -> forget());
        explore.targetProperty().addListener(observed -> forget());
        explore.workspaceProperty().addListener(observed -> {
            model.shown().clear();
            model.pictures().clear();
            model.agreementsProperty().set(null);
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

    private record Question(Workspace workspace, int index, Target target) {}

    private @Nullable Question question() {
        Workspace workspace = explore.workspaceProperty().get();
        int index = explore.selectedProperty().get();
        return workspace == null || index < 0
                ? null
                : new Question(workspace, index, explore.targetProperty().get());
    }

    /** Shows a run, or takes it away. */
    public void toggle(MethodRun<?> run) {
        if (!model.shown().remove(run)) {
            if (model.shown().size() == CompareModel.MOST_ROWS) {
                model.remarkProperty()
                        .set("No more than " + CompareModel.MOST_ROWS
                                + " runs fit below each other; take one away first.");
                return;
            }
            model.shown().add(run);
        }
        model.remarkProperty().set("");
        model.acrossProperty().set(0);
        model.upwardsProperty().set(Math.min(1, Math.max(0, model.shown().size() - 1)));
    }

    private void showIfRoom(MethodRun<?> run) {
        if (model.shown().size() < CompareModel.MOST_ROWS && !model.shown().contains(run)) {
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
        model.answers().clear();
        model.highlightedProperty().set(-1);
        if (model.scopeProperty().get() == AgreementScope.SELECTED) {
            model.agreementsProperty().set(null);
        }
        ask();
    }

    /** Asks every run on display that has not answered. */
    private void ask() {
        Question question = question();
        if (question == null || !model.activeProperty().get()) {
            return;
        }
        for (MethodRun<?> run : model.shown()) {
            BackgroundTask<?> under = asked.get(run);
            if (!model.answers().containsKey(run)
                    && (under == null || under.status().isFinished())) {
                asked.put(run, ask(question, run));
            }
        }
    }

    /** An answer with the pictures that are shown of it. */
    private record Answer(Explanation explanation, Map<Integer, Picture> pictures) {}

    private BackgroundTask<?> ask(Question question, MethodRun<?> run) {
        return tasks.submit(TaskRequest.of(
                        run.method().title() + " of test image " + question.index(),
                        lane(question.workspace(), run),
                        progress -> answer(question, run, progress))
                .onDone(answer -> {
                    if (question.equals(question())) {
                        model.pictures().putAll(answer.pictures());
                        model.answers().put(run, answer.explanation());
                    }
                })
                .onFailed(sentence -> {
                    if (question.equals(question())) {
                        model.remarkProperty().set(run.title() + ": " + sentence);
                    }
                })
                .onCancelled(() -> asked.remove(run)));
    }

    private static Answer answer(Question question, MethodRun<?> run, Progress progress) {
        Explanation explanation = run.explain(
                question.workspace(), new int[] {question.index()}, question.target(), part -> {}, progress);
        Map<Integer, Picture> pictures = new HashMap<>();
        ImageDataset images = question.workspace().images(Split.TRAIN);
        for (var side : List.of(
                explanation.ranking().proponents(), explanation.ranking().opponents())) {
            side.stream().limit(READ).forEach(entry -> pictures.put(entry.train(), images.picture(entry.train())));
        }
        return new Answer(explanation, pictures);
    }

    /** Measures how far all runs agree over the chosen test images. */
    public void measure() {
        Question question = question();
        List<MethodRun<?>> runs = List.copyOf(explore.runs());
        if (question == null || runs.size() < 2) {
            model.remarkProperty()
                    .set("There is only one run; compute another method in Explore to measure agreement.");
            return;
        }
        if (measuring != null) {
            measuring.cancel();
        }
        int[] tests = tests(question.index());
        boolean heavy =
                tests.length > 1 || runs.stream().anyMatch(run -> !run.method().answersAtOnce());
        String over = tests.length == 1
                ? "over the selected image"
                : String.format(Locale.ROOT, "mean over %,d test images", tests.length);
        measuring = tasks.submit(TaskRequest.of(
                        "Agreement of " + runs.size() + " runs",
                        heavy ? heavy(question.workspace()) : Lane.LIGHT,
                        progress -> matrix(question, runs, tests, progress))
                .onDone(matrix -> {
                    if (question.workspace().equals(explore.workspaceProperty().get())) {
                        model.agreementsProperty()
                                .set(new CompareModel.Agreements(
                                        runs.stream()
                                                .<String>map(MethodRun::title)
                                                .toList(),
                                        matrix,
                                        over));
                    }
                })
                .onFailed(sentence -> model.remarkProperty().set(sentence)));
    }

    private int[] tests(int selected) {
        List<Integer> listed = switch (model.scopeProperty().get()) {
            case SELECTED -> List.of(selected);
            case GROUP -> explore.groupProperty().get();
            case LISTED ->
                explore.gallery().shownProperty().get().stream()
                        .map(GalleryItem::index)
                        .toList();
        };
        if (listed.isEmpty()) {
            listed = List.of(selected);
        }
        if (listed.size() > MOST_TESTS) {
            model.remarkProperty()
                    .set(String.format(
                            Locale.ROOT,
                            "Agreement is measured over the first %,d of %,d test images; narrow the list in Explore to choose others.",
                            MOST_TESTS,
                            listed.size()));
        }
        return listed.stream().limit(MOST_TESTS).mapToInt(Integer::intValue).toArray();
    }

    private static AgreementMatrix matrix(Question question, List<MethodRun<?>> runs, int[] tests, Progress progress) {
        List<float[][]> scores = new ArrayList<>();
        for (MethodRun<?> run : runs) {
            progress.stage(run.title());
            scores.add(run.scores(question.workspace(), tests, question.target(), progress));
        }
        progress.stage("Rank correlations");
        return AgreementMatrix.of(scores, STRONGEST);
    }

    private static Lane lane(Workspace workspace, MethodRun<?> run) {
        return run.method().answersAtOnce() ? Lane.LIGHT : heavy(workspace);
    }

    private static Lane heavy(Workspace workspace) {
        return Lane.heavy(workspace.spec().execution().device());
    }
}
