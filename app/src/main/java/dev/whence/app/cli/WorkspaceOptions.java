package dev.whence.app.cli;

import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What every command that opens a classifier with images shares. */
final class WorkspaceOptions {

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    PreprocessOptions preprocess = new PreprocessOptions();

    @Mixin
    ExecutionOptions execution = new ExecutionOptions();

    WorkspaceSpec spec(@Nullable DataSource train, @Nullable DataSource test) {
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
