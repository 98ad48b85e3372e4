package dev.whence.app.cli.option;

import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What every command that opens a classifier with images shares. */
public final class WorkspaceOptions {

    @Mixin
    public ModelOptions model = new ModelOptions();

    @Mixin
    PreprocessOptions preprocess = new PreprocessOptions();

    @Mixin
    public ExecutionOptions execution = new ExecutionOptions();

    public WorkspaceSpec spec(@Nullable DataSource train, @Nullable DataSource test) {
        return new WorkspaceSpec(
                model.model(),
                train,
                test,
                preprocess.preprocessing(),
                model.classNames(),
                model.layer,
                execution.settings(),
                execution.cacheFolder(),
                execution.seed);
    }
}
