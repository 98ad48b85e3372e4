package dev.whence.engine.model.reader.pickle;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Loads stored arrays from an archive within a budget of memory. */
public final class ArrayReader {

    private static final long MAX_WEIGHTS = 4L << 30;

    private final ZipContainer archive;
    private final long budget;
    private long spent;
    private String cachedEntry = "";
    private byte[] cachedMemory = new byte[0];

    public ArrayReader(ZipContainer archive) {
        this.archive = archive;
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        this.budget = Math.min(MAX_WEIGHTS, free / 2);
    }

    /**
     * Loads an array.
     *
     * @param folder where the archive keeps the storages, for example {@code data}
     * @param name what to call the array in messages
     * @throws BadInputException if data is missing, damaged, not finite or too large
     */
    public Tensor load(String folder, String name, StoredTensor stored) {
        stored.checkedSize(name);
        String entry = folder + "/" + stored.storage().key();
        if (!archive.has(entry)) {
            throw new BadInputException(
                    "weight data " + entry + " of " + name + " is missing from the archive; save the model again");
        }
        long declared = archive.size(entry);
        if (declared / stored.storage().type().bytes() < stored.storage().elements()) {
            throw new BadInputException("tensor " + name + " reaches outside its stored data (" + entry + " holds "
                    + declared + " bytes); the file is damaged, save it again");
        }
        if (!entry.equals(cachedEntry)) {
            spend(declared);
            try {
                cachedMemory = archive.read(entry, Integer.MAX_VALUE - 16);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            cachedEntry = entry;
        }
        spend(4L * stored.checkedSize(name));
        return StoredArrays.decode(name, stored, cachedMemory);
    }

    private void spend(long bytes) {
        spent += bytes;
        if (spent > budget) {
            throw new BadInputException("the weights need more than " + (budget >> 20)
                    + " MB of memory; start Whence with a larger heap (-Xmx)");
        }
    }
}
