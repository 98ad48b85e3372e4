package dev.whence.engine.model.reader;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.exec.ArchiveNotRunnableException;
import dev.whence.engine.exec.ArchiveRunner;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.NetworkRunner;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.ImportReport;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.model.Network;
import dev.whence.engine.store.OwnedParts;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a model file into a classifier that was proved equal to the file. */
public final class ClassifierImporter {

    private static final String COPY = "whence-model";
    private static final String COPY_SUFFIX = ".pt";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private ClassifierImporter() {}

    /**
     * Lays out the layers, finds the final one and compares the result with the file's own forward pass.
     *
     * @param input channels, height, width of the user's images after preprocessing
     * @param finalLayer name of the final linear layer, or null to search it
     * @param images some of the user's images {@code [n, c, h, w]}, or null for noise
     * @throws BadInputException if the model does not fit or differs from the file
     */
    public static Classifier importModel(
            ModelFile file, Shape input, @Nullable String finalLayer, ExecutionEngine engine, @Nullable Tensor images) {
        Network network = file.network(input);
        try {
            int last = FinalLayer.find(network, finalLayer);
            List<String> notes = new ArrayList<>(file.notes());
            if (FinalLayer.endsInSoftmax(network)) {
                notes.add("The model ends in a softmax, so its results are probabilities; explanations refer to the"
                        + " scores before it.");
            }
            Verification verification = verification(file, network, engine, images, notes);
            ImportReport report = new ImportReport(file.format(), notes, verification);
            return new Classifier(file.file(), file.sha256(), network, last, report);
        } catch (BadInputException e) {
            throw new BadInputException(file.file().getFileName() + ": " + e.sentence(), e);
        }
    }

    private static @Nullable Verification verification(
            ModelFile file, Network network, ExecutionEngine engine, @Nullable Tensor images, List<String> notes) {
        if (!file.runnable()) {
            notes.add(
                    "Not checked against PyTorch: the engine cannot run a file of this format or with results of this kind itself.");
            return null;
        }
        Path copy = null;
        try {
            copy = temporaryFile();
            file.writeCleanCopy(copy);
            Tensor compared = images == null ? ModelVerifier.noise(network) : images;
            try (NetworkRunner runner = engine.load(network);
                    ArchiveRunner archive = engine.loadArchive(copy)) {
                return ModelVerifier.verify(runner, archive, compared, images != null);
            }
        } catch (ArchiveNotRunnableException e) {
            notes.add("Not checked against PyTorch: " + e.getMessage());
            return null;
        } catch (IOException e) {
            throw new WorkFailedException(
                    "A temporary copy of the model " + file.file().getFileName()
                            + " could not be written; check the free space of the temporary folder.",
                    e);
        } finally {
            delete(copy);
        }
    }

    /** A new, empty file that the next process removes if this one is killed. */
    private static Path temporaryFile() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
        OwnedParts.removeAbandoned(folder, COPY, COPY_SUFFIX);
        Path copy = folder.resolve(OwnedParts.name(COPY, COPY_SUFFIX));
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix ? Files.createFile(copy, OWNER_ONLY) : Files.createFile(copy);
    }

    private static void delete(@Nullable Path copy) {
        if (copy != null) {
            try {
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                copy.toFile().deleteOnExit();
            }
        }
    }
}
