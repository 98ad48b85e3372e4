package dev.whence.app.ui.open;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.WorkspaceOpener;
import dev.whence.app.ui.explore.PictureTones;
import dev.whence.engine.BadInputException;
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
        stop();
        drop();
    }

    /** Tries the form out as it is now. */
    public void check() {
        stop();
        drop();
        OpenForm form = model.formProperty().get();
        model.problemProperty().set("");
        if (!form.isComplete()) {
            return;
        }
        try {
            submit(form, form.toSpec(cache));
        } catch (BadInputException e) {
            model.problemProperty().set(e.sentence());
        } catch (InvalidPathException e) {
            model.problemProperty()
                    .set("'" + e.getInput() + "' is not a place on this computer; choose a file or folder.");
        }
    }

    private void submit(OpenForm form, WorkspaceSpec spec) {
        model.checkingProperty().set(true);
        checking = tasks.submit(TaskRequest.of("Checking the classifier and its images", Lane.LIGHT, progress -> {
                    Workspace workspace = opener.open(spec, progress);
                    return new OpenModel.Preview(workspace, PictureTones.suiting(workspace));
                })
                .onDone(preview -> {
                    if (form.equals(model.formProperty().get())) {
                        model.checkingProperty().set(false);
                        model.previewProperty().set(preview);
                    } else {
                        preview.workspace().close();
                    }
                })
                .onFailed(sentence -> {
                    if (form.equals(model.formProperty().get())) {
                        model.checkingProperty().set(false);
                        model.problemProperty().set(sentence);
                    }
                }));
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
