package dev.whence.app.ui;

import dev.whence.app.project.AppFolders;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import javafx.application.Application;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The workbench. Shows its window first and loads everything heavy behind it. */
public final class WorkbenchApplication extends Application {

    /** Held, since a logger that nobody holds is forgotten together with its filter. */
    private static final Logger TOOLKIT = Logger.getLogger("javafx");

    private @Nullable Workbench workbench;

    /**
     * Starts the window and returns when it is closed.
     *
     * @param project a project file to open; absent opens the sample project
     */
    public static void open(@Nullable Path project) {
        // Whence brings JavaFX on its class path on purpose; there is nothing a person could do about this warning.
        TOOLKIT.setFilter(entry -> !entry.getMessage().startsWith("Unsupported JavaFX configuration"));
        String[] arguments = project == null ? new String[0] : new String[] {project.toString()};
        launch(WorkbenchApplication.class, arguments);
    }

    @Override
    public void start(Stage stage) {
        Theme.loadFonts();
        List<String> arguments = getParameters().getRaw();
        Workbench started = new Workbench(stage, AppFolders.standard(), Workspace::open);
        workbench = started;
        started.show(arguments.isEmpty() ? null : Path.of(arguments.get(0)));
    }

    @Override
    public void stop() {
        if (workbench != null) {
            workbench.close();
        }
    }
}
