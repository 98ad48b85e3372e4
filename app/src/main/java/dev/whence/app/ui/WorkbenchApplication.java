package dev.whence.app.ui;

import java.nio.file.Path;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The workbench. Shows its window first and loads everything heavy behind it. */
public final class WorkbenchApplication extends Application {

    /**
     * Starts the window and returns when it is closed.
     *
     * @param project a project file to open; absent opens the sample project
     */
    public static void open(@Nullable Path project) {
        String[] arguments = project == null ? new String[0] : new String[] {project.toString()};
        launch(WorkbenchApplication.class, arguments);
    }

    @Override
    public void start(Stage stage) {
        stage.setTitle("Whence");
        stage.setScene(new Scene(new BorderPane(), 1280, 800));
        stage.show();
    }
}
