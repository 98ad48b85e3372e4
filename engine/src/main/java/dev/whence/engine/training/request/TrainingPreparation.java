package dev.whence.engine.training.request;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.ClassAlignment;
import dev.whence.engine.data.DatasetScan.Unreadable;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.model.zoo.StartingWeights;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.training.Augmentation;
import dev.whence.engine.training.BatchNormMode;
import dev.whence.engine.training.TrainingDescription;
import dev.whence.engine.training.TrainingSettings;
import dev.whence.engine.training.TrainingSettings.Interval;
import dev.whence.engine.training.history.HistoryForecast;
import dev.whence.engine.training.run.LabelledInputs;
import dev.whence.engine.training.run.TrainingJob;
import dev.whence.engine.workspace.SplitImages;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A training that is ready to start.
 *
 * @param job what {@link Trainer} carries out
 * @param classNames by label
 * @param forecast how large the history will become
 * @param notes what the person should know, one sentence each
 */
public record TrainingPreparation(
        TrainingJob job, List<String> classNames, HistoryForecast forecast, List<String> notes) {

    public TrainingPreparation {
        classNames = List.copyOf(classNames);
        notes = List.copyOf(notes);
    }

    /**
     * Opens images and model and makes sure that they fit each other.
     *
     * @param engine of the job; not closed here
     * @throws BadInputException if something is missing or does not fit
     */
    public static TrainingPreparation of(TrainingRequest request, ExecutionEngine engine, Progress progress) {
        requireOutside(request.folder(), request.train(), "training");
        if (request.test() != null) {
            requireOutside(request.folder(), request.test(), "test");
        }
        List<String> notes = new ArrayList<>();
        ImageDataset trainOpened = SplitImages.open(request.train());
        ClassAlignment classes = ClassAlignment.of(trainOpened, request.classNames());
        SplitImages train = scan(trainOpened, classes, request, "training", notes, progress);
        Shape shape = train.inputs().shape();
        int count = Math.max(classes.display().size(), highest(train) + 1);
        Network network = network(request, shape, count, notes);
        LabelledInputs test =
                test(request, classes, shape, network.outputShape().dim(0), notes, progress);
        TrainingSettings settings = filled(request.settings(), request);
        noteBatchNorm(network, settings, notes);
        TrainingDescription.Images source = new TrainingDescription.Images(
                request.train().path().toAbsolutePath().normalize(),
                request.train().tensors(),
                request.train().subset() == null ? "" : request.train().subset(),
                train.images().size(),
                train.manifestHash(),
                request.preprocessing(),
                names(classes.display(), network.outputShape().dim(0)));
        TrainingJob job = new TrainingJob(network, settings, labelled(train), test, source, request.folder(), engine);
        HistoryForecast forecast =
                HistoryForecast.of(network, settings, train.images().size());
        return new TrainingPreparation(job, source.classNames(), forecast, notes);
    }

    /** What is written among folders of images would be taken for a class the next time. */
    private static void requireOutside(Path folder, DataSource images, String which) {
        Path data = images.path().toAbsolutePath().normalize();
        if (Files.isDirectory(data) && folder.toAbsolutePath().normalize().startsWith(data)) {
            throw new BadInputException(
                    "The folder " + folder + " for the trained network lies inside the " + which + " images "
                            + images.path() + ", which would take it for a class; choose a folder outside of them.");
        }
    }

    private static SplitImages scan(
            ImageDataset opened,
            ClassAlignment classes,
            TrainingRequest request,
            String which,
            List<String> notes,
            Progress progress) {
        SplitImages split = SplitImages.scan(opened, classes, request.preprocessing(), null, request.cache(), progress);
        List<Unreadable> lost = split.unreadable();
        if (!lost.isEmpty()) {
            notes.add(lost.size() + " unreadable " + which + (lost.size() == 1 ? " image was" : " images were")
                    + " left out, the first of them " + lost.get(0).name() + ".");
        }
        for (int i = 0; i < split.images().size(); i++) {
            if (split.images().label(i) < 0) {
                throw new BadInputException("The " + which + " image "
                        + split.images().name(i) + " has no label; training needs a label for each image.");
            }
        }
        return split;
    }

    private static @Nullable LabelledInputs test(
            TrainingRequest request,
            ClassAlignment classes,
            Shape shape,
            int outputs,
            List<String> notes,
            Progress progress) {
        DataSource source = request.test();
        if (source == null) {
            return null;
        }
        SplitImages test = scan(SplitImages.open(source), classes, request, "test", notes, progress);
        if (!test.inputs().shape().equals(shape)) {
            throw new BadInputException("The training images come out as " + shape + " and the test images as "
                    + test.inputs().shape()
                    + "; set channels, resize or crop so that both have the same shape.");
        }
        if (highest(test) >= outputs) {
            throw new BadInputException("A test image has label " + highest(test) + ", but there are only " + outputs
                    + " classes in training; check that both belong together.");
        }
        return labelled(test);
    }

    private static Network network(TrainingRequest request, Shape shape, int classes, List<String> notes) {
        long seed = request.settings().seed();
        if (request.start() instanceof TrainingRequest.Start.Fresh fresh) {
            if (classes < 2) {
                throw new BadInputException("The training images have only one class; training needs at least two.");
            }
            return fresh.architecture().build(shape, classes, fresh.biases(), seed);
        }
        TrainingRequest.Start.FromFile file = (TrainingRequest.Start.FromFile) request.start();
        Network read = scores(ModelReader.open(file.model()).network(shape), notes);
        if (read.parameterCount() == 0) {
            throw new BadInputException(file.model().getFileName()
                    + " holds no weights that can be trained; choose a model that was not frozen.");
        }
        if (read.outputShape().rank() == 1 && read.outputShape().dim(0) < classes) {
            throw new BadInputException(file.model().getFileName() + " tells "
                    + read.outputShape().dim(0) + " classes apart but the training images have " + classes
                    + "; choose a model with as many outputs.");
        }
        return file.keepWeights() ? read : StartingWeights.draw(read, seed);
    }

    /** Without a softmax at the end: training needs the scores before it. */
    private static Network scores(Network network, List<String> notes) {
        int at = network.output();
        Op last = network.nodes().get(at).op();
        if (!(last instanceof Op.Softmax) && !(last instanceof Op.LogSoftmax)) {
            return network;
        }
        notes.add("The model's softmax at the end is left away: what is trained gives scores.");
        int before = network.nodes().get(at).inputs().get(0);
        return new Network(network.nodes().subList(0, at), before, network.parameters(), network.buffers());
    }

    private static void noteBatchNorm(Network network, TrainingSettings settings, List<String> notes) {
        boolean present = network.nodes().stream().anyMatch(node -> node.op() instanceof Op.BatchNorm);
        if (present
                && settings.batchNorm() != BatchNormMode.FIXED
                && settings.interval().kind() != Interval.Kind.NONE) {
            notes.add("Batch normalisation mixes the images of a batch, so that this history can only be explained"
                    + " approximately; train with fixed statistics or without batch normalisation for exact"
                    + " explanations.");
        }
    }

    private static TrainingSettings filled(TrainingSettings s, TrainingRequest request) {
        Augmentation plain = s.augmentation();
        Preprocessing p = request.preprocessing();
        List<Double> fill = request.train().tensors() ? List.of(0.0) : black(p);
        return new TrainingSettings(
                s.epochs(),
                s.batchSize(),
                s.optimizer(),
                s.learningRate(),
                s.schedule(),
                new Augmentation(plain.flip(), plain.shift(), fill),
                s.labelNoise(),
                s.batchNorm(),
                s.interval(),
                s.seed());
    }

    /** What a black pixel becomes in each channel. */
    private static List<Double> black(Preprocessing p) {
        int channels = Math.max(1, Math.max(p.mean().size(), p.std().size()));
        return IntStream.range(0, channels)
                .mapToObj(c -> -of(p.mean(), c, 0) / of(p.std(), c, 1))
                .toList();
    }

    private static double of(List<Double> values, int channel, double otherwise) {
        return values.isEmpty() ? otherwise : values.get(values.size() == 1 ? 0 : channel);
    }

    private static LabelledInputs labelled(SplitImages split) {
        return new LabelledInputs(
                split.inputs(),
                IntStream.range(0, split.images().size())
                        .map(split.images()::label)
                        .toArray());
    }

    private static int highest(SplitImages split) {
        return IntStream.range(0, split.images().size())
                .map(split.images()::label)
                .max()
                .orElse(-1);
    }

    private static List<String> names(List<String> known, int outputs) {
        return IntStream.range(0, outputs)
                .mapToObj(c -> c < known.size() ? known.get(c) : Integer.toString(c))
                .toList();
    }
}
