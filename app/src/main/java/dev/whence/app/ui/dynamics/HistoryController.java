package dev.whence.app.ui.dynamics;

import dev.whence.app.project.AppFolders;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.engine.BadInputException;
import dev.whence.engine.training.OptimizerText;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.engine.workspace.HistoryImport;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds, opens and imports the histories of the open classifier. All methods are called on the UI thread. */
final class HistoryController {

    private static final String HISTORY = "history";
    private static final int NAME = 12;

    private final DynamicsModel model;
    private final TaskCenter tasks;
    private final Path imports;
    private final BiConsumer<Workspace, HistoryFolder> found;
    private @Nullable BackgroundTask<?> looking;
    private @Nullable BackgroundTask<?> importing;

    /**
     * How an import went.
     *
     * @param history that was written
     */
    record Imported(HistoryFolder history, HistoryImport.Report report) {

        /** Two sentences for the person. */
        String words() {
            int all = report.steps() + 1;
            String suspicious = report.isSuspicious()
                    ? " The batches do not explain the recorded steps: check optimiser, learning rates, order of the"
                            + " training images and preprocessing, and that no augmentation or dropout was active."
                    : "";
            return String.format(
                    Locale.ROOT,
                    "%,d steps, %,d of %,d checkpoints%s; mean |reconstruction − network| %.2g, up to %.2g of a step"
                            + " unexplained.%s",
                    report.steps(),
                    report.states(),
                    all,
                    report.secondMomentsRecomputed() ? ", second moments computed from the batches" : "",
                    report.reconstructionError(),
                    report.updateError(),
                    suspicious);
        }
    }

    /** @param found receives what was opened, with the workspace it belongs to */
    HistoryController(
            DynamicsModel model, TaskCenter tasks, AppFolders folders, BiConsumer<Workspace, HistoryFolder> found) {
        this.model = model;
        this.tasks = tasks;
        this.found = found;
        imports = folders.data().resolve("histories");
    }

    /** Takes the history of a folder: its own, or the one in a training run's folder. */
    void open(Path folder) {
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace == null) {
            return;
        }
        stopLooking();
        model.problemProperty().set("");
        looking = tasks.submit(TaskRequest.of("Opening the training history", Lane.LIGHT, progress -> {
                    HistoryFolder history =
                            HistoryFolder.open(HistoryPlace.of(folder).path());
                    requireSame(history, workspace);
                    return history;
                })
                .onDone(history -> choose(workspace, history))
                .onFailed(model.problemProperty()::set));
    }

    /**
     * Imports a training that another program recorded.
     *
     * @param optimizer in one line
     * @param keep how many checkpoints; 0 for all
     * @param done receives what was written; the history is taken by then
     * @param problem receives a sentence
     * @return the task, to follow and to cancel; null if nothing is open
     */
    @Nullable
    BackgroundTask<Imported> importFrom(
            Path place, String optimizer, int keep, Consumer<Imported> done, Consumer<String> problem) {
        Workspace workspace = model.explore().workspaceProperty().get();
        if (workspace == null) {
            return null;
        }
        BackgroundTask<Imported> task = tasks.submit(TaskRequest.of(
                        "Import of " + place.getFileName(),
                        Lane.heavy(workspace.spec().execution().device()),
                        progress -> {
                            Path folder = folder(workspace, place);
                            HistoryImport.Report report = workspace
                                    .dynamics()
                                    .importHistory(place, OptimizerText.parse(optimizer), keep, folder, progress);
                            return new Imported(HistoryFolder.open(folder), report);
                        })
                .onDone(imported -> {
                    choose(workspace, imported.history());
                    model.historyWordsProperty().set(imported.words());
                    done.accept(imported);
                })
                .onFailed(problem));
        importing = task;
        return task;
    }

    /** Never a folder that is there: it may be open. */
    private Path folder(Workspace workspace, Path place) {
        String name = String.valueOf(place.getFileName()).replaceAll("[^A-Za-z0-9._-]", "_") + "-"
                + workspace.classifier().sha256().substring(0, NAME);
        Path folder = imports.resolve(name);
        for (int again = 2; Files.exists(folder); again++) {
            folder = imports.resolve(name + "-" + again);
        }
        return folder;
    }

    private void choose(Workspace workspace, HistoryFolder history) {
        if (workspace.equals(model.explore().workspaceProperty().get())) {
            model.historyWordsProperty().set("");
            model.chosenHistoryProperty().set(history.folder());
            found.accept(workspace, history);
        }
    }

    /**
     * Looks for the history that the project names, else for one beside the model.
     *
     * @param none called if there is none
     */
    void lookFor(Workspace workspace, Runnable none) {
        stopLooking();
        if (importing != null) {
            importing.cancel();
        }
        Path named = model.chosenHistoryProperty().get();
        looking = tasks.submit(TaskRequest.of(
                        "Looking for a training history",
                        Lane.LIGHT,
                        progress -> named == null ? beside(workspace) : Optional.of(named(workspace, named)))
                .onDone(history -> {
                    if (workspace.equals(model.explore().workspaceProperty().get())) {
                        history.ifPresentOrElse(one -> found.accept(workspace, one), none);
                    }
                })
                .onFailed(sentence -> {
                    if (workspace.equals(model.explore().workspaceProperty().get())) {
                        model.problemProperty().set(sentence);
                    }
                }));
    }

    private static HistoryFolder named(Workspace workspace, Path folder) {
        if (!HistoryFolder.isOne(folder)) {
            throw new BadInputException("The training history of this project is no longer at " + folder
                    + "; put it back, or open another one.");
        }
        HistoryFolder history = HistoryFolder.open(folder);
        requireSame(history, workspace);
        return history;
    }

    /** A training run keeps its history beside the model. */
    private static Optional<HistoryFolder> beside(Workspace workspace) {
        Path folder = workspace.spec().model().toAbsolutePath().resolveSibling(HISTORY);
        return HistoryFolder.isOne(folder) ? Optional.of(named(workspace, folder)) : Optional.empty();
    }

    private static void requireSame(HistoryFolder history, Workspace workspace) {
        if (!history.groups()
                .equals(ParameterGroup.ofParameters(workspace.classifier().network()))) {
            throw new BadInputException("The history in " + history.folder()
                    + " is one of a network with other parameters; open the model that was trained.");
        }
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel();
        }
    }
}
