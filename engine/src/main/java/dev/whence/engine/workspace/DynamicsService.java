package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.EngineVersion;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.ablation.AlteredNetwork;
import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.attribution.Targets;
import dev.whence.engine.attribution.pathkernel.Dynamics;
import dev.whence.engine.attribution.pathkernel.ExplainedOutputs;
import dev.whence.engine.attribution.pathkernel.HistoryTrajectory;
import dev.whence.engine.attribution.pathkernel.ParameterKernels;
import dev.whence.engine.attribution.pathkernel.PathKernel;
import dev.whence.engine.data.JoinedInputs;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.data.SelectedInputs;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.GrowingResult;
import dev.whence.engine.store.Leftovers;
import dev.whence.engine.store.TemporaryFolders;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.Optimizer;
import dev.whence.engine.training.ParameterGroup;
import dev.whence.engine.training.TrainingHistory;
import dev.whence.engine.training.history.HistoryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Explains decisions by the training that led to them. Results lie in the cache folder and are found again; without a cache
 * they lie in a temporary folder until the workspace closes. Thread-safe; one explanation is computed at a time.
 */
public final class DynamicsService implements AutoCloseable {

    /** Test images go through so many states of a network ... */
    private static final int MANY_STATES = 101;

    /** ... or so many, if it has more parameters than this. */
    private static final int FEW_STATES = 21;

    private static final int LARGE = 1_000_000;

    private final OpenedWorkspace workspace;
    private final ExecutionEngine engine;
    private final TemporaryFolders temporary = new TemporaryFolders();

    DynamicsService(OpenedWorkspace workspace, ExecutionEngine engine) {
        this.workspace = workspace;
        this.engine = engine;
    }

    /**
     * The result, found in the cache or computed.
     *
     * @return to be closed
     * @throws BadInputException if the history is not one of this classifier and its training images
     * @throws dev.whence.engine.WhenceException if the work fails
     * @throws dev.whence.engine.job.CancelledException if cancelled; with a cache, the next attempt goes on there
     */
    public synchronized Dynamics explain(HistoryFolder history, DynamicsRequest request, Progress progress) {
        checkImages(history);
        Network network = network(history, workspace.classifier().network());
        GrowingResult place = place(folder(history, request.words()));
        if (Dynamics.isOne(place.folder())) {
            place.discardUnfinished();
            return Dynamics.open(place.folder());
        }
        SplitImages tests = workspace.split(Split.TEST);
        int classes = workspace.classifier().classes();
        Target target = request.target();
        ExplainedOutputs outputs = target == null
                ? ExplainedOutputs.all(request.tests().length, classes)
                : ExplainedOutputs.of(targets(target, request.tests(), progress), classes);
        HistoryTrajectory trajectory =
                new HistoryTrajectory(history, workspace.split(Split.TRAIN).inputs(), request.checkpoints());
        return new PathKernel(engine, network, workspace.classifier().finalLayer())
                .explain(
                        trajectory,
                        new SelectedInputs(tests.inputs(), request.tests()),
                        outputs,
                        request.options(),
                        workspace.classNames(),
                        place,
                        progress);
    }

    /**
     * What single parameters did to the outputs of some images, found in the cache or computed.
     *
     * @return to be closed
     * @throws BadInputException if the history is not one of this classifier and its training images
     * @throws dev.whence.engine.WhenceException if the work fails
     * @throws dev.whence.engine.job.CancelledException if cancelled; with a cache, the next attempt goes on there
     */
    public synchronized ParameterKernels parameterKernels(
            HistoryFolder history, ParameterKernelsRequest request, Progress progress) {
        checkImages(history);
        Network network = network(history, workspace.classifier().network());
        GrowingResult place = place(folder(history, request.words()));
        if (ParameterKernels.isOne(place.folder())) {
            place.discardUnfinished();
            return ParameterKernels.open(place.folder());
        }
        ModelInputs train = workspace.split(Split.TRAIN).inputs();
        return new PathKernel(engine, network, workspace.classifier().finalLayer())
                .parameterKernels(
                        new HistoryTrajectory(history, train, request.checkpoints()),
                        new JoinedInputs(
                                new SelectedInputs(workspace.split(Split.TEST).inputs(), request.tests()),
                                new SelectedInputs(train, request.trains())),
                        request.importance() ? request.tests().length : 0,
                        request.options(),
                        place,
                        progress);
    }

    /**
     * How the test images did along the training, in the states that the history holds or some of them; found in the cache
     * or computed by forward passes.
     *
     * @throws BadInputException if the history is not one of this classifier
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public TestCourse testCourse(HistoryFolder history, Progress progress) {
        return new StoredAnswers(this).of(history, "test images along the training", TestCourse.class, () -> {
            Network network = network(history, workspace.classifier().network());
            int most = network.parameterCount() > LARGE ? FEW_STATES : MANY_STATES;
            JudgedImages judged = JudgedImages.of(workspace);
            try (AlteredNetwork altered = judged.network(engine, network)) {
                return TestCourse.of(
                        altered, judged.labels(), history, HistoryTrajectory.chosen(history.states(), most), progress);
            }
        });
    }

    private Targets targets(Target target, int[] tests, Progress progress) {
        Representations chosen = workspace.representations(Split.TEST, progress).select(tests);
        return Targets.resolve(target, chosen);
    }

    void checkImages(HistoryFolder history) {
        String recorded = history.description().trainingImages().hash();
        if (!recorded.isEmpty() && !recorded.equals(workspace.split(Split.TRAIN).manifestHash())) {
            throw new BadInputException("The training images are not those of the history in " + history.folder()
                    + "; give the same images in the same order.");
        }
    }

    /**
     * The layers of a model with the constants that the history recorded last.
     *
     * @throws BadInputException if the history is one of other layers
     */
    static Network network(HistoryFolder history, Network network) {
        if (!history.groups().equals(ParameterGroup.ofParameters(network))) {
            throw new BadInputException("The history in " + history.folder()
                    + " is one of a network with other parameters; give the model that was trained.");
        }
        if (history.bufferGroups().isEmpty()) {
            return network;
        }
        int[] states = history.states();
        Map<String, Tensor> buffers = new LinkedHashMap<>(network.buffers());
        buffers.putAll(ParameterGroup.split(history.bufferGroups(), history.buffers(states[states.length - 1])));
        return new Network(network.nodes(), network.output(), network.parameters(), buffers);
    }

    /**
     * Makes a training that another program recorded readable.
     *
     * @param place a folder of checkpoints or an npz file
     * @param optimizer with which it was trained
     * @param checkpoints how many of the states to keep, evenly chosen; 0 for all
     * @param folder of the history, new or empty; appears whole or not at all, an older history is replaced
     * @throws BadInputException if the recording is damaged or does not fit, or the folder holds something else
     * @throws dev.whence.engine.job.CancelledException if cancelled; nothing is left behind
     */
    public HistoryImport.Report importHistory(
            Path place, Optimizer optimizer, int checkpoints, Path folder, Progress progress) {
        if (Files.exists(folder) && !HistoryFolder.mayBeReplaced(folder)) {
            throw new BadInputException("The folder " + folder
                    + " holds something else than a training history; choose a new folder for the history.");
        }
        // The same name each time, so that nothing stays of an import that was killed.
        Path part = folder.toAbsolutePath().resolveSibling("." + folder.getFileName() + ".part");
        Leftovers.delete(part);
        try (TrainingHistory source = ForeignHistory.open(workspace, place, optimizer)) {
            Files.createDirectories(part.getParent());
            HistoryImport.Report report = new HistoryImport(
                            engine,
                            workspace.classifier(),
                            workspace.split(Split.TRAIN).inputs())
                    .write(source, part, checkpoints, progress);
            Leftovers.delete(folder);
            Files.move(part, folder);
            return report;
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot write the history to " + folder + "; free some space there or choose another disk.", e);
        } finally {
            Leftovers.delete(part);
        }
    }

    /** What layers, channels and parameters are good for. */
    public ComponentService components() {
        return new ComponentService(workspace, engine, this);
    }

    /** Which waves a network adds modulo a number with. */
    public FrequencyService frequencies() {
        return new FrequencyService(workspace, engine, this);
    }

    /** Where a result lies; without a cache, a new place each time. */
    Path folder(HistoryFolder history, String request) {
        String key = String.join(
                "\n",
                workspace.classifier().sha256(),
                fingerprint(history),
                workspace.split(Split.TRAIN).manifestHash(),
                workspace.split(Split.TEST).manifestHash(),
                PreprocessingJson.format(workspace.spec().preprocessing()),
                workspace.layerName(),
                String.join(",", workspace.classNames()),
                request,
                workspace.spec().execution().precision().name(),
                EngineVersion.get());
        Path cache = workspace.spec().cache();
        String name = sha256(key.getBytes(StandardCharsets.UTF_8));
        return cache == null
                ? temporary.make("whence-dynamics").resolve(name)
                : cache.resolve("dynamics").resolve(name);
    }

    /** With a cache, what is not whole yet lies beside that of the other methods. */
    private GrowingResult place(Path folder) {
        Path cache = workspace.spec().cache();
        return cache == null
                ? GrowingResult.at(folder)
                : GrowingResult.kept(folder, cache.resolve("unfinished").resolve("dynamics-" + folder.getFileName()));
    }

    /** The history's own list of checksums stands for all its bytes. */
    private static String fingerprint(HistoryFolder history) {
        try {
            return sha256(Files.readAllBytes(history.folder().resolve("history.json")));
        } catch (IOException e) {
            throw new WorkFailedException(
                    "Cannot read the training history " + history.folder() + " any more; check the disk it is on.", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Removes temporary results. */
    @Override
    public void close() {
        temporary.close();
    }
}
