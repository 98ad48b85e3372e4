package dev.whence.app.ui.open;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.WorkspaceOpener;
import dev.whence.app.ui.explore.PictureTones;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tries the form out in the background whenever it changes. Called on the UI thread. */
public final class OpenController {

    private final OpenModel model;
    private final TaskCenter tasks;
    private final WorkspaceOpener opener;
    private final @Nullable Path cache;
    private @Nullable BackgroundTask<?> checking;
    private boolean dismissed;

    public OpenController(OpenModel model, TaskCenter tasks, WorkspaceOpener opener, @Nullable Path cache) {
        this.model = model;
        this.tasks = tasks;
        this.opener = opener;
        this.cache = cache;
        model.formProperty().addListener((observed, was, is) -> check());
    }

    /** The preview is taken over by the caller, who closes it one day. */
    public OpenModel.@Nullable Preview take() {
        OpenModel.Preview taken = model.previewProperty().get();
        model.previewProperty().set(null);
        return taken;
    }

    /** Gives up; nothing stays open. */
    public void dismiss() {
        dismissed = true;
        stop();
        drop();
    }

    /** Tries the form out as it is now. */
    public void check() {
        stop();
        drop();
        OpenForm form = model.formProperty().get();
        model.problemProperty().set("");
        model.recognisedProperty().set("");
        try {
            if (form.isComplete()) {
                open(form, form.toSpec(cache));
            } else if (!form.places().model().isBlank()) {
                recognise(form, form.modelFile());
            }
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
        } catch (InvalidPathException e) {
            model.problemProperty()
                    .set("'" + e.getInput() + "' is not a place on this computer; choose a file or folder.");
        }
    }

    /** Tells at once whether a file is a classifier at all. */
    private void recognise(OpenForm form, Path file) {
        model.checkingProperty().set(true);
        checking = tasks.submit(TaskRequest.of("Reading the classifier", Lane.LIGHT, progress -> ModelReader.open(file))
                .onDone(found -> whenWanted(
                        form,
                        () -> model.recognisedProperty()
                                .set(file.getFileName() + " is a classifier: " + found.format()
                                        + ". Choose its training images and some test images.")))
                .onFailed(sentence ->
                        whenWanted(form, () -> model.problemProperty().set(sentence))));
    }

    private void open(OpenForm form, WorkspaceSpec spec) {
        model.checkingProperty().set(true);
        checking = tasks.submit(TaskRequest.of("Checking the classifier and its images", Lane.LIGHT, progress -> {
                    Workspace workspace = opener.open(spec, progress);
                    try {
                        return new OpenModel.Preview(
                                workspace, PictureTones.suiting(workspace), SampleDecisions.of(workspace, progress));
                    } catch (RuntimeException e) {
                        workspace.close();
                        throw e;
                    }
                })
                .onDone(preview -> {
                    if (!whenWanted(form, () -> model.previewProperty().set(preview))) {
                        preview.workspace().close();
                    }
                })
                .onFailed(sentence ->
                        whenWanted(form, () -> model.problemProperty().set(sentence))));
    }

    /** Does nothing and returns false if the form was changed meanwhile. */
    private boolean whenWanted(OpenForm form, Runnable action) {
        boolean wanted = !dismissed && form.equals(model.formProperty().get());
        if (wanted) {
            model.checkingProperty().set(false);
            action.run();
        }
        return wanted;
    }

    private void stop() {
        if (checking != null) {
            checking.cancel();
        }
        model.checkingProperty().set(false);
    }

    private void drop() {
        OpenModel.Preview unused = model.previewProperty().get();
        if (unused != null) {
            model.previewProperty().set(null);
            unused.workspace().close();
        }
    }
}
