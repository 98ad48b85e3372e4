package dev.whence.app.ui;

import dev.whence.app.project.Project;
import dev.whence.app.project.ProjectStore;
import dev.whence.app.project.ProjectView;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import dev.whence.sampledata.SampleProject;
import java.nio.file.Path;
import java.util.Map;

/** A tenth of the sample project, so that whole runs take a moment. */
final class SmallProject {

    /** A shirt that the network decides wrongly is among the first hundred test images. */
    static final int SELECTED = 23;

    private SmallProject() {}

    /** Writes the project file with its data below the folder. */
    static Path in(Path folder) {
        return in(folder, folder);
    }

    /** Writes the project file into one folder, its data into another. */
    static Path in(Path folder, Path projects) {
        Path file = projects.resolve("small.whence");
        Project project = new Project(
                spec(folder), null, null, null, "dualda", Map.of(), new ProjectView(SELECTED, "predicted", 4));
        ProjectStore.write(project, file);
        return file;
    }

    static WorkspaceSpec spec(Path folder) {
        SampleProject sample = SampleProject.in(folder.resolve("sample"));
        return new WorkspaceSpec(
                sample.model(),
                new DataSource(sample.trainingImages(), false, "0-599"),
                new DataSource(sample.testImages(), false, "0-99"),
                sample.preprocessing(),
                sample.classNames(),
                null,
                ExecutionSettings.defaults(),
                null,
                0);
    }
}
