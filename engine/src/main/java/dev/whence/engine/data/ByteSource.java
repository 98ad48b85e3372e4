package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bytes read on demand by position. Thread-safe. */
interface ByteSource {

    long size();

    /**
     * @throws BadInputException if these bytes are not there (any more)
     */
    byte[] read(long offset, int count);

    static ByteSource ofFile(Path file) {
        return new OfFile(file, 0);
    }

    /** A part of a file from an offset to its end. */
    static ByteSource ofFile(Path file, long from) {
        return new OfFile(file, from);
    }

    static ByteSource ofArray(byte[] bytes) {
        return new OfArray(bytes);
    }

    /**
     * Opens the file for each read: costs microseconds, but holds no handle, locks nothing on Windows and survives
     * interrupted threads, which close file channels.
     */
    record OfFile(Path file, long from) implements ByteSource {

        @Override
        public long size() {
            try {
                return Math.max(0, Files.size(file) - from);
            } catch (IOException unreadable) {
                throw unreadable(unreadable);
            }
        }

        @Override
        public byte[] read(long offset, int count) {
            byte[] bytes = new byte[count];
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
                access.seek(from + offset);
                access.readFully(bytes);
                return bytes;
            } catch (EOFException cut) {
                throw new BadInputException("The file " + file + " is cut off; copy it again from where it came.", cut);
            } catch (IOException unreadable) {
                throw unreadable(unreadable);
            }
        }

        private BadInputException unreadable(IOException cause) {
            return new BadInputException(
                    "Cannot read " + file + "; check that it exists and that you may read it.", cause);
        }
    }

    /** Bytes that had to be inflated. */
    record OfArray(byte[] bytes) implements ByteSource {

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public byte[] read(long offset, int count) {
            return Arrays.copyOfRange(bytes, Math.toIntExact(offset), Math.toIntExact(offset + count));
        }
    }
}
