package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where results go. */
public final class OutputOptions {

    @Option(names = "--out", paramLabel = "FILE", description = "Write the arrays here (.npz), whole or not at all.")
    @Nullable
    public Path out;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    public boolean json;

    /**
     * Refuses a place that cannot be written to before any work is done.
     *
     * @throws BadInputException if so
     */
    public void check() {
        if (out != null) {
            checkWritable(out);
        }
    }

    public static void checkWritable(Path out) {
        Path folder = out.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(out)) {
            throw new BadInputException("The output " + out + " is a folder; give a file name with --out.");
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("The output " + out + " cannot be written because there is no folder " + folder
                    + "; make it first or choose another place.");
        }
        if (!Files.isWritable(folder)) {
            throw new BadInputException("The output " + out + " cannot be written because the folder " + folder
                    + " does not allow it; choose another place.");
        }
    }
}
