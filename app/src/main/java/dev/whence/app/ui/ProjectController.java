package dev.whence.app.ui;

import dev.whence.app.project.AppFolders;
import dev.whence.app.project.Fingerprint;
import dev.whence.app.project.LeftOpen;
import dev.whence.app.project.Preferences;
import dev.whence.app.project.PreferencesStore;
import dev.whence.app.project.Project;
import dev.whence.app.project.ProjectStore;
import dev.whence.app.project.ProjectView;
import dev.whence.app.project.Relocation;
import dev.whence.app.project.UnfinishedRun;
import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.task.Work;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.MethodModel;
import dev.whence.app.ui.explore.PictureTones;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WhenceException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.job.Progress;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.sampledata.ModuloAddition;
import dev.whence.sampledata.SampleProject;
import dev.whence.visualization.PictureTone;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.InvalidationListener;
import javafx.collections.MapChangeListener;
import org.jspecify.annotations.Nullable;

/** Opens, saves and closes projects. What is open stays open until the next one is ready. */
public final class ProjectController {

    /**
     * Files of a project that are not where they were.
     *
     * @param gone the places at which nothing is
     * @param relocation receives where they are now
     */
    public record Missing(Path project, List<Path> gone, Relocation relocation) {}

    private record Opened(Project project, Workspace workspace, PictureTone tone) {}

    private record Fingerprints(Optional<Fingerprint> train, Optional<Fingerprint> test) {
        static Fingerprints unknown() {
            return new Fingerprints(Optional.empty(), Optional.empty());
        }
    }

    private final WorkbenchModel model;
    private final ExploreController explore;
    private final TaskCenter tasks;
    private final AppFolders folders;
    private final WorkspaceOpener opener;
    private final PreferencesStore preferences;
    private @Nullable BackgroundTask<?> opening;
    private Fingerprints fingerprints = Fingerprints.unknown();

    public ProjectController(
            WorkbenchModel model,
            ExploreController explore,
            TaskCenter tasks,
            AppFolders folders,
            WorkspaceOpener opener) {
        this.model = model;
        this.explore = explore;
        this.tasks = tasks;
        this.folders = folders;
        this.opener = opener;
        this.preferences = new PreferencesStore(folders);
        model.preferencesProperty().set(preferences.load());
        InvalidationListener watch = observed -> updateDirty();
        method().methodProperty().addListener(watch);
        method().texts().addListener((MapChangeListener<String, String>) change -> updateDirty());
        model.workspaceProperty().addListener(watch);
        model.dynamics().chosenHistoryProperty().addListener(watch);
        model.savedProperty().addListener(watch);
    }

    /** Opens the sample project that comes with the program. */
    public void openSample() {
        open("Sample project", null, progress -> {
            progress.stage("Unpacking the sample project");
            SampleProject sample = SampleProject.in(sampleFolder());
            WorkspaceSpec spec = sample.spec(ExecutionSettings.defaults(), folders.cache());
            return new Project(
                    spec,
                    null,
                    null,
                    null,
                    "dualda",
                    Map.of(),
                    new ProjectView(sample.selectedTestImage(), "predicted", ProjectView.DEFAULT_ROW_LENGTH));
        });
    }

    /** Writes the modulo-addition example into the data folder and opens it. */
    public void openModuloExample() {
        open("Addition modulo " + ModuloAddition.USUAL_MODULUS, null, progress -> {
            progress.stage("Writing sums");
            ModuloAddition example = ModuloAddition.in(moduloFolder(), ModuloAddition.USUAL_MODULUS, 0);
            WorkspaceSpec spec = example.spec(ExecutionSettings.defaults(), folders.cache());
            return new Project(spec, null, null, null, "grad-dot", Map.of(), ProjectView.initial());
        });
    }

    private Path sampleFolder() {
        return folders.data().resolve("sample");
    }

    private Path moduloFolder() {
        return folders.data().resolve("modulo-" + ModuloAddition.USUAL_MODULUS);
    }

    /** Whether a project's network is one that comes with the program, to be opened at any time. */
    boolean isExample(Project project) {
        Path network = project.spec().model().toAbsolutePath();
        return network.startsWith(sampleFolder().toAbsolutePath())
                || network.startsWith(moduloFolder().toAbsolutePath());
    }

    /**
     * Opens a project file.
     *
     * @param locate asked where files are that moved; called on the UI thread with what is missing
     */
    public void openFile(Path file, Consumer<Missing> locate) {
        Path absolute = file.toAbsolutePath().normalize();
        Relocation relocation = Relocation.none();
        tasks.submit(TaskRequest.of(
                        "Looking for the files of " + file.getFileName(),
                        Lane.LIGHT,
                        progress -> ProjectStore.missing(absolute, relocation))
                .onDone(gone -> {
                    if (gone.isEmpty()) {
                        open(absolute, relocation);
                    } else {
                        locate.accept(new Missing(absolute, gone, relocation));
                    }
                })
                .onFailed(model.problemProperty()::set));
    }

    /**
     * Opens a project as it was when the window was closed, with its unsaved settings.
     *
     * @return what is being opened
     * @throws BadInputException if its files are gone
     */
    public Project openAgain(UnfinishedRun run) {
        Project project = ProjectStore.read(run.snapshot(), folders.cache());
        open(run.name(), run.original(), progress -> project);
        return project;
    }

    /**
     * Opens what was open and not saved when the program last ended without closing; it is not saved now either.
     *
     * @param whenOpen what is done then
     */
    void openAgain(LeftOpen left, Runnable whenOpen) {
        open(left.name(), left.original(), progress -> ProjectStore.read(left.snapshot(), folders.cache()), () -> {
            neverSaved();
            whenOpen.run();
        });
    }

    private void neverSaved() {
        model.dirtyProperty().set(true);
        model.savedProperty().set(null);
    }

    /** Opens a project whose missing files were located. */
    public void openLocated(Missing located) {
        open(located.project(), located.relocation());
    }

    private void open(Path file, Relocation relocation) {
        open(
                String.valueOf(file.getFileName()),
                file,
                progress -> ProjectStore.read(file, folders.cache(), relocation));
    }

    /** Opens a classifier and images that are no project yet; the workspace was already opened for the preview. */
    public void adopt(Workspace workspace, PictureTone tone) {
        AttributionMethod<?> chosen = method().methodProperty().get();
        Project project = new Project(
                workspace.spec(),
                workspace.classifier().sha256(),
                null,
                null,
                chosen == null ? "dualda" : chosen.id(),
                Map.of(),
                ProjectView.initial());
        String name = String.valueOf(workspace.spec().model().getFileName());
        opened(name, null, new Opened(project, workspace, tone));
        neverSaved();
    }

    /**
     * Opens a network that was trained here in place of the one that is open, with the same images.
     *
     * @param whenOpen what is done then
     */
    public void openTrained(Path network, Runnable whenOpen) {
        Project now = capture();
        if (now == null) {
            return;
        }
        WorkspaceSpec spec = now.spec().withModel(network);
        String name = network.toAbsolutePath().getParent() == null
                ? network.toString()
                : String.valueOf(network.toAbsolutePath().getParent().getFileName());
        Project project = new Project(spec, null, now.train(), now.test(), now.method(), now.settings(), now.view());
        open(name, null, progress -> project, whenOpen);
    }

    /** Writes the project; done at once, the file is small. */
    public boolean save(Path file) {
        Project project = capture();
        if (project == null) {
            return false;
        }
        Path target = file.toString().endsWith(ProjectStore.EXTENSION)
                ? file
                : file.resolveSibling(file.getFileName() + ProjectStore.EXTENSION);
        try {
            ProjectStore.write(project, target);
        } catch (WhenceException e) {
            model.problemProperty().set(e.sentence());
            return false;
        }
        model.fileProperty().set(target);
        model.titleProperty().set(String.valueOf(target.getFileName()));
        model.savedProperty().set(project);
        remember(target);
        return true;
    }

    /** The project as it is now; null if nothing is open. */
    public @Nullable Project capture() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null) {
            return null;
        }
        ExploreModel view = model.explore();
        AttributionMethod<?> chosen = method().methodProperty().get();
        return new Project(
                workspace.spec(),
                workspace.classifier().sha256(),
                fingerprints.train().orElse(null),
                fingerprints.test().orElse(null),
                chosen == null ? "dualda" : chosen.id(),
                Map.copyOf(method().texts()),
                model.dynamics().chosenHistoryProperty().get(),
                new ProjectView(
                        view.selectedProperty().get(),
                        view.targetProperty().get().format(),
                        view.rowLengthProperty().get()));
    }

    public void forgetRecent(Path file) {
        change(now -> now.withoutRecent(file));
    }

    public void setDark(boolean dark) {
        change(now -> now.withDark(dark));
    }

    private void remember(Path file) {
        change(now -> now.withRecent(file));
    }

    private void change(UnaryOperator<Preferences> change) {
        Preferences next = change.apply(model.preferencesProperty().get());
        model.preferencesProperty().set(next);
        tasks.submit(TaskRequest.of("Saving preferences", Lane.LIGHT, progress -> {
            preferences.save(next);
            return next;
        }));
    }

    private void open(String name, @Nullable Path file, Work<Project> read) {
        open(name, file, read, () -> {});
    }

    private void open(String name, @Nullable Path file, Work<Project> read, Runnable whenOpen) {
        if (opening != null) {
            opening.cancel();
        }
        model.problemProperty().set("");
        model.openingProperty().set(name);
        opening = tasks.submit(TaskRequest.of("Opening " + name, Lane.heavy("auto"), progress -> {
                    Project project = read.run(progress);
                    Workspace workspace = opener.open(project.spec(), progress);
                    return new Opened(project, workspace, PictureTones.suiting(workspace));
                })
                .onDone(done -> {
                    opened(name, file, done);
                    whenOpen.run();
                })
                .onFailed(sentence -> {
                    model.openingProperty().set("");
                    model.problemProperty().set(sentence);
                })
                .onCancelled(() -> model.openingProperty().set("")));
    }

    private void opened(String name, @Nullable Path file, Opened opened) {
        Workspace before = model.workspaceProperty().get();
        Project project = opened.project();
        model.openingProperty().set("");
        model.problemProperty().set("");
        model.fileProperty().set(file);
        model.titleProperty().set(name);
        fingerprints = Fingerprints.unknown();
        method().resetTexts();
        method().load(project.method(), project.settings());
        model.explore().toneProperty().set(opened.tone());
        model.dynamics().chosenHistoryProperty().set(project.history());
        explore.show(opened.workspace(), project.view());
        model.savedProperty().set(capture());
        if (file != null) {
            remember(file);
        }
        checkImages(project, opened.workspace());
        if (before != null) {
            tasks.submit(TaskRequest.of("Closing the project before", Lane.heavy("auto"), progress -> {
                before.close();
                return name;
            }));
        }
    }

    /** Compares the images with those the project was saved with, behind everything else. */
    private void checkImages(Project project, Workspace workspace) {
        tasks.submit(TaskRequest.of("Checking the images", Lane.LIGHT, progress -> {
                    progress.stage("Checking the images");
                    return new Fingerprints(
                            Optional.ofNullable(fingerprint(workspace, Split.TRAIN, progress)),
                            Optional.ofNullable(fingerprint(workspace, Split.TEST, progress)));
                })
                .onDone(found -> {
                    if (workspace.equals(model.workspaceProperty().get())) {
                        fingerprints = found;
                        compare(project, workspace, found);
                    }
                }));
    }

    private void compare(Project project, Workspace workspace, Fingerprints now) {
        StringBuilder changes = new StringBuilder();
        String modelBefore = project.modelSha256();
        if (modelBefore != null && !modelBefore.equals(workspace.classifier().sha256())) {
            changes.append("The model file is not the one this project was saved with. ");
        }
        describe(changes, "training", project.train(), now.train().orElse(null));
        describe(changes, "test", project.test(), now.test().orElse(null));
        if (!changes.isEmpty()) {
            model.problemProperty()
                    .set(changes + "Results are computed from what is there now; save the project to accept it.");
        }
    }

    private static void describe(
            StringBuilder changes, String what, @Nullable Fingerprint before, @Nullable Fingerprint now) {
        if (before != null && now != null && !before.equals(now)) {
            changes.append("The ")
                    .append(what)
                    .append(" images differ from those this project was saved with (")
                    .append(before.images())
                    .append(" then, ")
                    .append(now.images())
                    .append(" now). ");
        }
    }

    private static @Nullable Fingerprint fingerprint(Workspace workspace, Split split, Progress progress) {
        try {
            return workspace.has(split) ? Fingerprint.of(workspace.images(split), progress) : null;
        } catch (BadInputException e) {
            return null;
        }
    }

    private void updateDirty() {
        Project saved = model.savedProperty().get();
        Project now = capture();
        if (saved != null && now != null) {
            model.dirtyProperty().set(!saved.sameWorkAs(now));
        }
    }

    private MethodModel method() {
        return model.explore().method();
    }
}
