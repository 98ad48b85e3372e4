package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Gzip files, which cannot be read at a position and are therefore inflated into memory. */
final class Inflated {

    private Inflated() {}

    /** The file itself, or its inflated content if its name ends with {@code .gz}. */
    static ByteSource open(Path file) {
        return file.toString().endsWith(".gz") ? ByteSource.ofArray(inflate(file)) : ByteSource.ofFile(file);
    }

    private static byte[] inflate(Path file) {
        long most = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 64);
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[1 << 16];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (out.size() + (long) count > most) {
                    throw new BadInputException("The file " + file + " inflates to more than " + (most >> 20)
                            + " MB; unpack it with gunzip first.");
                }
                out.write(chunk, 0, count);
            }
            return out.toByteArray();
        } catch (IOException broken) {
            throw new BadInputException(
                    "The file " + file + " is not a whole gzip file; copy it again from where it came.", broken);
        }
    }
}
