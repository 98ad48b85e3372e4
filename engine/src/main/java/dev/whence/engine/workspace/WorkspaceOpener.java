package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ClassAlignment;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.reader.ClassifierImporter;
import dev.whence.engine.model.reader.ModelFile;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Opens a workspace step by step: cheap checks first, so that a wrong choice is told at once. */
final class WorkspaceOpener {

    private static final int VERIFIED_IMAGES = 8;

    private final WorkspaceSpec spec;
    private final Progress progress;

    private WorkspaceOpener(WorkspaceSpec spec, Progress progress) {
        this.spec = spec;
        this.progress = progress;
    }

    static Workspace open(WorkspaceSpec spec, Progress progress) {
        return new WorkspaceOpener(spec, progress).open();
    }

    private Workspace open() {
        progress.stage("Reading the model " + spec.model().getFileName());
        ModelFile model = ModelReader.open(spec.model());
        Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
        openInto(opened, Split.TRAIN, spec.train());
        openInto(opened, Split.TEST, spec.test());
        ImageDataset main = opened.getOrDefault(Split.TRAIN, opened.get(Split.TEST));
        if (main == null) {
            throw new BadInputException("No images were given; name training or test images.");
        }
        ClassAlignment classes = ClassAlignment.of(main, spec.classNames());
        Shape made = model.exampleInput().orElse(null);
        Map<Split, SplitImages> splits = new EnumMap<>(Split.class);
        opened.forEach((split, images) -> {
            progress.checkCancelled();
            splits.put(split, SplitImages.scan(images, classes, spec.preprocessing(), made, spec.cache(), progress));
        });
        Shape shape = commonShape(splits);
        SplitImages shown = splits.values().iterator().next();
        ExecutionEngine engine = ExecutionEngine.open(spec.execution());
        try {
            progress.stage("Comparing the layer graph with the model's own forward pass");
            Classifier classifier = ClassifierImporter.importModel(model, shape, spec.layer(), engine, sample(shown));
            ClassCounts counts =
                    ClassCounts.of(main, classes, !spec.classNames().isEmpty());
            splits.values().forEach(split -> split.requireLabelsBelow(classifier.classes(), counts.remedy()));
            List<String> names = classNames(classes.display(), classifier.classes());
            Checkpoints checkpoints = Checkpoints.open(spec.checkpoints(), classifier, progress);
            List<String> notes = new ArrayList<>(classifier.report().notes());
            spec.preprocessing().padding().ifPresent(notes::add);
            otherShape(shape, made).ifPresent(notes::add);
            counts.note(classifier.classes()).ifPresent(notes::add);
            return new OpenedWorkspace(spec, classifier, checkpoints, names, notes, splits, engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static void openInto(Map<Split, ImageDataset> opened, Split split, @Nullable DataSource source) {
        if (source != null) {
            opened.put(split, SplitImages.open(source));
        }
    }

    private static Shape commonShape(Map<Split, SplitImages> splits) {
        SplitImages train = splits.get(Split.TRAIN);
        SplitImages test = splits.get(Split.TEST);
        if (train != null
                && test != null
                && !train.inputs().shape().equals(test.inputs().shape())) {
            throw new BadInputException(
                    "The training images come out as " + train.inputs().shape()
                            + " and the test images as " + test.inputs().shape()
                            + "; set channels, resize or crop so that both have the same shape.");
        }
        return splits.values().iterator().next().inputs().shape();
    }

    /** Some of the user's images, to verify the graph on. */
    private static Tensor sample(SplitImages images) {
        int count = Math.min(VERIFIED_IMAGES, images.inputs().size());
        return images.inputs().batch(IntStream.range(0, count).toArray());
    }

    /** One name for each output: those known, then numbers. */
    private static List<String> classNames(List<String> known, int classes) {
        return IntStream.range(0, classes)
                .mapToObj(c -> c < known.size() ? known.get(c) : Integer.toString(c))
                .toList();
    }

    /** A network that takes any size decides worse at another one than it was made for, and nothing else tells. */
    private static Optional<String> otherShape(Shape shape, @Nullable Shape made) {
        return made == null || made.equals(shape)
                ? Optional.empty()
                : Optional.of("The images come out as " + shape + " but the model was made with " + made
                        + "; unless that is meant, set the preprocessing to what it was trained with.");
    }
}
