package dev.whence.engine.model.reader;

import dev.whence.engine.BadInputException;
import dev.whence.engine.WhenceException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.export.ExportArchive;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.model.reader.script.TorchScriptArchive;
import dev.whence.engine.model.reader.weights.NetworkSource;
import dev.whence.engine.model.reader.weights.Safetensors;
import dev.whence.engine.model.reader.weights.WeightsOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Opens model files of every supported kind. */
public final class ModelReader {

    private ModelReader() {}

    /**
     * Parses and checks a file. Nothing in it is executed and no layer is laid out yet.
     *
     * @throws BadInputException if it is no acceptable model; the sentence names the file
     */
    public static ModelFile open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInputException("this is a folder; choose a model file");
            }
            return new ModelFile(file, sha256(file), source(file));
        } catch (BadInputException e) {
            throw new BadInputException(file.getFileName() + ": " + e.sentence(), e);
        } catch (NoSuchFileException e) {
            throw new BadInputException("There is no file " + file + "; check the path.", e);
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException("The file " + file + " cannot be read; check it and its permissions.", e);
        } catch (WhenceException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new WorkFailedException(
                    file.getFileName() + ": memory ran out while reading; start Whence with a larger heap (-Xmx)", e);
        }
    }

    private static ModelSource source(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(512);
        }
        FileKind kind = FileKind.of(head, String.valueOf(file.getFileName()));
        if (kind == FileKind.ZIP) {
            return zipped(file);
        }
        if (kind == FileKind.SAFETENSORS) {
            return Safetensors.read(file);
        }
        if (kind == FileKind.NETWORK) {
            return NetworkSource.read(file);
        }
        throw new BadInputException(kind.refusal());
    }

    private static ModelSource zipped(Path file) throws IOException {
        try (ZipContainer archive = ZipContainer.open(file)) {
            if (ExportArchive.recognises(archive)) {
                return ExportArchive.read(archive);
            }
            if (TorchScriptArchive.recognises(archive)) {
                return TorchScriptArchive.read(archive);
            }
            if (archive.has("data.pkl")) {
                return WeightsOnly.read(archive);
            }
            throw new BadInputException("the zip archive is not a PyTorch model; choose a model saved with"
                    + " torch.jit.trace(model.eval(), example).save(\"model.pt\")");
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
