package dev.whence.engine.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes to the real disk until a number of bytes is used up, then fails as a full disk does. */
final class FullDisk implements AtomicFiles.Opener {

    private long free;

    FullDisk(long free) {
        this.free = free;
    }

    @Override
    public OutputStream open(Path path) throws IOException {
        return new FilterOutputStream(AtomicFiles.Opener.DISK.open(path)) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                int fits = (int) Math.min(free, count);
                out.write(bytes, from, fits);
                free -= fits;
                if (fits < count) {
                    throw new IOException("No space left on device");
                }
            }
        };
    }
}
