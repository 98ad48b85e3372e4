package dev.whence.engine.workspace;

import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Preprocessing.Interpolation;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stored classifiers with their images. */
final class PipelineFixtures {

    private PipelineFixtures() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(PipelineFixtures.class.getResource("/goldens/pipeline/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static DataSource images(String name) {
        return new DataSource(file(name), false, null);
    }

    static WorkspaceSpec spec(
            String model,
            @Nullable DataSource train,
            @Nullable DataSource test,
            Preprocessing preprocessing,
            @Nullable Path cache) {
        return new WorkspaceSpec(
                file(model),
                train,
                test,
                preprocessing,
                List.of(),
                null,
                new ExecutionSettings("cpu", Precision.FLOAT32, 1),
                cache,
                0);
    }

    static Preprocessing normalised(int channels, List<Double> mean, List<Double> std) {
        return new Preprocessing(channels, null, Interpolation.BILINEAR, null, 1.0 / 255.0, mean, std);
    }

    static Preprocessing fashion() {
        return normalised(1, List.of(0.2860), List.of(0.3530));
    }
}
