package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.AttributionTask;
import dev.whence.engine.attribution.Attributor;
import dev.whence.engine.job.Progress;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.history.HistoryFolder;
import java.nio.file.Path;
import java.util.Map;

/** The exact path kernel (Eichin et al. 2025), summed over the steps of the training. */
public final class PathKernelMethod implements AttributionMethod<PathKernelSettings> {

    @Override
    public String id() {
        return "path-kernel";
    }

    @Override
    public String title() {
        return "Exact path kernel";
    }

    @Override
    public String version() {
        return "2";
    }

    @Override
    public String summary() {
        return "Writes the explained output as an exact sum over a recorded training: what each image's gradient did to it,"
                + " in the steps that saw the image and by momentum in later ones (Eichin et al. 2025).";
    }

    @Override
    public String scoreMeaning() {
        return "+1 means that training on the image raised the explained output by 1. All scores, weight decay and the"
                + " output before training add up to the output.";
    }

    @Override
    public Class<PathKernelSettings> settingsType() {
        return PathKernelSettings.class;
    }

    @Override
    public String fingerprint(PathKernelSettings settings) {
        return HistoryFolder.fingerprint(folder(settings));
    }

    @Override
    public Attributor fit(AttributionTask task, PathKernelSettings settings, Progress progress) {
        return new PathKernelAttributor(task, settings, folder(settings));
    }

    @Override
    public Attributor restore(AttributionTask task, PathKernelSettings settings, Map<String, Tensor> state) {
        return new PathKernelAttributor(task, settings, folder(settings));
    }

    private static Path folder(PathKernelSettings settings) {
        if (settings.history().isBlank()) {
            throw new BadInputException("The exact path kernel needs the course of the training;"
                    + " give the folder of a training history as --set history=FOLDER.");
        }
        return HistoryFolder.named(settings.history());
    }
}
