package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import dev.whence.engine.store.NpzFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises what a file or folder holds and opens it. Opening reads no pixels. */
public final class Datasets {

    private static final String KINDS =
            "a folder with one sub-folder per class, an IDX images file, a CIFAR .bin file, "
                    + "an .npz with images and labels, or a .csv with path and label";

    private Datasets() {}

    /**
     * @param place folder or file in one of the supported formats
     * @param tensors whether an {@code .npz} holds network input as it is
     * @throws BadInputException if there is nothing, nothing readable, or no image
     */
    public static ImageDataset open(Path place, boolean tensors) {
        if (!Files.exists(place)) {
            throw new BadInputException("There is no file or folder " + place + "; check the path.");
        }
        ImageDataset dataset = tensors ? TensorFile.open(place) : recognise(place);
        if (dataset.size() == 0) {
            throw new BadInputException("There are no images in the " + dataset.description() + "; give another one.");
        }
        return dataset;
    }

    private static ImageDataset recognise(Path place) {
        if (Files.isDirectory(place)) {
            return CifarBinary.isCifarFolder(place) ? CifarBinary.open(place) : ImageFolder.open(place);
        }
        String name = place.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CsvManifest.open(place);
        }
        if (name.endsWith(".bin")) {
            return CifarBinary.open(place);
        }
        byte[] start = start(place);
        if (name.endsWith(".npz") || (start.length >= 2 && start[0] == 'P' && start[1] == 'K')) {
            return archive(place);
        }
        boolean gzip = start.length >= 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
        if (name.contains("idx") || gzip || (start.length >= 4 && start[0] == 0 && start[1] == 0 && start[2] == 8)) {
            return IdxFiles.open(place);
        }
        if (ImageFormats.isImageName(place)) {
            throw new BadInputException("The file " + place + " is a single image; give the folder it is in.");
        }
        throw new BadInputException("The file " + place + " holds no images that can be read; give " + KINDS + ".");
    }

    private static ImageDataset archive(Path place) {
        try (NpzFile npz = NpzFile.open(place)) {
            if (npz.contains("input") && !npz.contains("images")) {
                throw new BadInputException(
                        "The file " + place + " holds network input, not images; give it with --tensors instead.");
            }
        }
        return NpzImages.open(place);
    }

    private static byte[] start(Path place) {
        try (InputStream in = Files.newInputStream(place)) {
            return in.readNBytes(4);
        } catch (IOException unreadable) {
            throw new BadInputException("Cannot read " + place + "; check that you may read it.", unreadable);
        }
    }
}
