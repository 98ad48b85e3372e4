package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ManifestHash;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.imported.ImportedHistory;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A training that another program recorded, read as one of an open classifier on its training images. */
public final class ForeignHistory {

    private ForeignHistory() {}

    /**
     * Opens a recording.
     *
     * @param place a folder of checkpoints with {@code history.json}, or an npz file
     * @param optimizer with which it was trained
     * @throws BadInputException if something is missing, damaged or does not fit the classifier and its training images,
     *     naming it
     */
    public static TrainingHistory open(Workspace opened, Path place, Optimizer optimizer) {
        DataSource train = opened.spec().train();
        if (train == null) {
            throw new BadInputException("No training images were given; a history counts in them.");
        }
        if (!Files.exists(place)) {
            throw new BadInputException(
                    "There is nothing at " + place + "; give a folder of checkpoints or an .npz file.");
        }
        List<ParameterGroup> groups =
                ParameterGroup.ofParameters(opened.classifier().network());
        int[] labels = labels(opened);
        TrainingDescription description = new TrainingDescription(
                opened.spec().model(),
                new TrainingDescription.Images(
                        train.path(),
                        train.tensors(),
                        train.subset() == null ? "" : train.subset(),
                        labels.length,
                        ManifestHash.of(opened.images(Split.TRAIN)),
                        opened.spec().preprocessing(),
                        opened.classNames()),
                optimizer,
                Augmentation.none(),
                BatchNormMode.ABSENT,
                0);
        return Files.isDirectory(place)
                ? ImportedHistory.ofCheckpoints(place, description, groups, labels)
                : ImportedHistory.ofNpz(place, description, groups, labels);
    }

    private static int[] labels(Workspace opened) {
        int[] labels = IntStream.range(0, opened.images(Split.TRAIN).size())
                .map(opened.images(Split.TRAIN)::label)
                .toArray();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new BadInputException(
                        "Training image " + i + " has no label, so its loss is unknown; give labels to all of them.");
            }
        }
        return labels;
    }
}
