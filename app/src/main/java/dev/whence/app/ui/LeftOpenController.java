package dev.whence.app.ui;

import dev.whence.app.project.LeftOpen;
import dev.whence.app.project.OpenProjects;
import dev.whence.app.project.Project;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps what is open and not saved while it is so, and offers after a crash to open it again. On the UI thread. */
final class LeftOpenController {

    /** One write for all that changes together; short beside anything worth keeping. */
    private static final Duration SETTLED = Duration.millis(300);

    private static final int SECONDS_TO_WRITE = 10;

    private final WorkbenchModel model;
    private final ProjectController projects;
    private final OpenProjects kept;
    private final PauseTransition settle = new PauseTransition(SETTLED);
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "whence-keep-open");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Project last;

    LeftOpenController(WorkbenchModel model, ProjectController projects, OpenProjects kept) {
        this.model = model;
        this.projects = projects;
        this.kept = kept;
        settle.setOnFinished(event -> keep());
        InvalidationListener changed = observed -> settle.playFromStart();
        for (Observable part : new Observable[] {
            model.workspaceProperty(),
            model.fileProperty(),
            model.savedProperty(),
            model.dirtyProperty(),
            model.explore().method().methodProperty(),
            model.explore().method().texts(),
            model.explore().selectedProperty(),
            model.explore().targetProperty(),
            model.explore().rowLengthProperty(),
            model.dynamics().chosenHistoryProperty()
        }) {
            part.addListener(changed);
        }
    }

    /** Lists what runs of the program left that ended without closing their window. */
    void offer() {
        writer.execute(() -> {
            List<LeftOpen> left = kept.left();
            Platform.runLater(() -> model.leftOpen().setAll(left));
        });
    }

    private void keep() {
        Project now = unsaved();
        if (Objects.equals(now, last)) {
            return;
        }
        last = now;
        if (now == null) {
            writer.execute(kept::clear);
        } else {
            String name = model.titleProperty().get();
            Path file = model.fileProperty().get();
            writer.execute(() -> kept.keep(name, now, file));
        }
    }

    /** Null if nothing would be lost; the examples are always at hand. */
    private @Nullable Project unsaved() {
        Project now = projects.capture();
        if (now == null || projects.isExample(now)) {
            return null;
        }
        return model.fileProperty().get() == null || model.dirtyProperty().get() ? now : null;
    }

    /** Opens the project as it was; it is forgotten as soon as it is open and kept here. */
    void openAgain(LeftOpen left) {
        projects.openAgain(left, () -> {
            keep();
            forget(left);
        });
    }

    void forget(LeftOpen left) {
        writer.execute(() -> kept.forget(left));
        model.leftOpen().remove(left);
    }

    /** The window is closed in order: what is not saved now is not wanted. */
    void close() {
        settle.stop();
        writer.execute(kept::clear);
        writer.shutdown();
        try {
            writer.awaitTermination(SECONDS_TO_WRITE, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
