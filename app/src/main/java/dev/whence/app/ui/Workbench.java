package dev.whence.app.ui;

import dev.whence.app.project.AppFolders;
import dev.whence.app.project.LeftOpen;
import dev.whence.app.project.OpenProjects;
import dev.whence.app.project.UnfinishedRun;
import dev.whence.app.project.UnfinishedRuns;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.ui.command.CommandPalette;
import dev.whence.app.ui.command.CommandRegistry;
import dev.whence.app.ui.compare.CompareController;
import dev.whence.app.ui.compare.CompareView;
import dev.whence.app.ui.dynamics.DynamicsController;
import dev.whence.app.ui.dynamics.DynamicsView;
import dev.whence.app.ui.dynamics.Elsewhere;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.app.ui.explore.ExploreView;
import dev.whence.app.ui.figure.ExportDialog;
import dev.whence.app.ui.figure.FigureRecall;
import dev.whence.app.ui.figure.FigureSource;
import dev.whence.app.ui.open.DropKind;
import dev.whence.app.ui.open.DropOverlay;
import dev.whence.app.ui.open.OpenController;
import dev.whence.app.ui.open.OpenDialog;
import dev.whence.app.ui.open.OpenForm;
import dev.whence.app.ui.open.OpenModel;
import dev.whence.app.ui.training.TrainingController;
import dev.whence.app.ui.training.TrainingModel;
import dev.whence.app.ui.training.TrainingView;
import dev.whence.engine.BadInputException;
import java.nio.file.Path;
import java.time.Duration;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** One window with everything behind it. */
public final class Workbench {

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;

    private final Stage stage;
    private final AppFolders folders;
    private final WorkspaceOpener opener;
    private final TaskCenter tasks = new TaskCenter(Platform::runLater);
    private final WorkbenchModel model = new WorkbenchModel();
    private final ExploreController explore = new ExploreController(model.explore(), tasks);
    private final DynamicsController dynamics;
    private final ProjectController projects;
    private final SaveQuestions questions;
    private final TrainingModel training;
    private final UnfinishedController unfinished;
    private final LeftOpenController leftOpen;
    private final CommandRegistry commands = new CommandRegistry();
    private final CommandPalette palette;

    public Workbench(Stage stage, AppFolders folders, WorkspaceOpener opener) {
        this.stage = stage;
        this.folders = folders;
        this.opener = opener;
        dynamics = new DynamicsController(model.dynamics(), tasks, folders);
        projects = new ProjectController(model, explore, tasks, folders, opener);
        questions = new SaveQuestions(stage, model, projects);
        BooleanBinding dark = Bindings.createBooleanBinding(
                () -> model.preferencesProperty().get().dark(), model.preferencesProperty());
        ExploreView view = new ExploreView(model.explore(), explore, dark);
        DynamicsView history = new DynamicsView(
                model.dynamics(),
                dynamics,
                explore,
                dark,
                new Elsewhere(
                        explore::select,
                        () -> model.tabProperty().set(WorkbenchTab.TRAIN),
                        () -> model.tabProperty().set(WorkbenchTab.MODEL)));
        Path trainings = folders.data().resolve("trainings");
        training = new TrainingModel(model.workspaceProperty(), trainings);
        TrainingController trainer = new TrainingController(training, tasks, trainings, projects::capture);
        unfinished = new UnfinishedController(model, projects, trainer, tasks, new UnfinishedRuns(folders));
        TrainingView train = new TrainingView(training, trainer, dark, this::openTrained);
        leftOpen = new LeftOpenController(model, projects, new OpenProjects(folders));
        UnfinishedBanner offers = new UnfinishedBanner(
                model,
                new UnfinishedBanner.Answers<>(this::goOn, unfinished::forget),
                new UnfinishedBanner.Answers<>(this::openAgain, leftOpen::forget));
        new WorkbenchCommands(this, view).addTo(commands);
        palette = new CommandPalette(commands);
        CompareView compare = new CompareView(
                model.explore(),
                model.compare(),
                new CompareController(model.explore(), model.compare(), explore, tasks),
                dark,
                () -> model.tabProperty().set(WorkbenchTab.EXPLORE),
                () -> commands.byId("explain.next").run(),
                this::exportFigure);
        model.compare().activeProperty().bind(model.tabProperty().isEqualTo(WorkbenchTab.COMPARE));
        WorkbenchView window = new WorkbenchView(
                model,
                tasks,
                commands,
                view,
                history,
                compare,
                train.root(),
                palette,
                offers.root(),
                this::openProject);
        DropOverlay overlay = new DropOverlay(this::dropped);
        window.root().getChildren().add(overlay.root());
        Scene scene = new Scene(window.root(), WIDTH, HEIGHT);
        overlay.install(scene);
        Theme.install(scene);
        Theme.apply(window.root(), model.preferencesProperty().get().dark());
        model.preferencesProperty().addListener((observed, was, is) -> Theme.apply(window.root(), is.dark()));
        stage.setTitle("Whence");
        stage.setScene(scene);
        stage.setMinWidth(960);
        stage.setMinHeight(640);
        stage.setOnCloseRequest(event -> {
            if (!mayClose()) {
                event.consume();
            }
        });
    }

    public WorkbenchModel model() {
        return model;
    }

    public TaskCenter tasks() {
        return tasks;
    }

    public ExploreController explore() {
        return explore;
    }

    public DynamicsController dynamics() {
        return dynamics;
    }

    /** The training form and the training of the moment. */
    public TrainingModel training() {
        return training;
    }

    public CommandRegistry commands() {
        return commands;
    }

    ProjectController projects() {
        return projects;
    }

    SaveQuestions questions() {
        return questions;
    }

    /** Shows the window; what is to be opened is opened behind it. */
    public void show(@Nullable Path project) {
        stage.show();
        unfinished.offer();
        leftOpen.offer();
        if (project == null) {
            projects.openSample();
        } else {
            projects.openFile(project, this::locate);
        }
    }

    /** Stops all work, and remembers what it was. */
    public void close() {
        unfinished.remember();
        leftOpen.close();
        tasks.close();
    }

    /** Waits, after {@link #close()}, until nothing works in the background any more; false if that takes longer. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return tasks.awaitEnd(patience);
    }

    void quit() {
        if (mayClose()) {
            stage.close();
        }
    }

    private boolean mayClose() {
        return questions.mayLeave() && questions.mayStop(unfinished.underWay());
    }

    private void goOn(UnfinishedRun run) {
        if (questions.mayLeave()) {
            unfinished.goOn(run);
        }
    }

    private void openAgain(LeftOpen left) {
        if (questions.mayLeave()) {
            leftOpen.openAgain(left);
        }
    }

    void showPalette() {
        Node before = stage.getScene().getFocusOwner();
        palette.show(() -> {
            if (before != null) {
                before.requestFocus();
            }
        });
    }

    void openProject(Path file) {
        if (questions.mayLeave()) {
            projects.openFile(file, this::locate);
        }
    }

    /** @param toDynamics whether the Dynamics view comes to the front as soon as the network is open */
    private void openTrained(Path network, boolean toDynamics) {
        if (questions.mayLeave()) {
            projects.openTrained(
                    network, () -> model.tabProperty().set(toDynamics ? WorkbenchTab.DYNAMICS : WorkbenchTab.EXPLORE));
        }
    }

    private void locate(ProjectController.Missing missing) {
        new LocateDialog(stage, model.preferencesProperty().get().dark(), missing)
                .show(() -> projects.openLocated(missing));
    }

    void openDialog(OpenForm filled) {
        OpenModel form = new OpenModel();
        OpenController controller = new OpenController(form, tasks, opener, folders.cache());
        new OpenDialog(stage, model.preferencesProperty().get().dark(), form, controller).show(filled, preview -> {
            if (questions.mayLeave()) {
                projects.adopt(preview.workspace(), preview.tone());
            } else {
                preview.workspace().close();
            }
        });
    }

    /** Offers what is on display as a figure; null if there is nothing. */
    @Nullable
    ExportDialog<?> exportFigure() {
        try {
            return model.tabProperty().get() == WorkbenchTab.COMPARE
                    ? export(FiguresOnDisplay.comparison(model))
                    : export(FiguresOnDisplay.explanation(model));
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
            return null;
        }
    }

    private <K> ExportDialog<K> export(FigureSource<K> source) {
        ExportDialog<K> dialog =
                new ExportDialog<>(stage, model.preferencesProperty().get().dark(), tasks, source);
        dialog.show();
        return dialog;
    }

    private void recall(Path file) {
        try {
            FigureRecall.Recalled figure = FigureRecall.recall(file, model.explore(), explore);
            if (figure.comparison()) {
                model.compare().opponentsProperty().set(figure.opponents());
                model.tabProperty().set(WorkbenchTab.COMPARE);
            }
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
        }
    }

    /** Does what suits a dropped file. */
    public void dropped(Path file) {
        OpenForm empty = OpenForm.empty();
        switch (DropKind.of(file)) {
            case PROJECT -> openProject(file);
            case FIGURE -> recall(file);
            case MODEL -> openDialog(empty.withModel(file.toString()));
            case IMAGES -> openDialog(empty.withImages(file));
            case UNKNOWN ->
                model.problemProperty()
                        .set("The file " + file.getFileName()
                                + " is no project, classifier, image folder or image archive that Whence can open;"
                                + " drop a .whence, .pt, .pt2 or .safetensors file, or a folder of images.");
        }
    }
}
