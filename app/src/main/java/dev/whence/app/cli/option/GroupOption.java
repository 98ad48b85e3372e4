package dev.whence.app.cli.option;

import dev.whence.engine.data.IndexRanges;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether several test images are explained together, and which. */
public final class GroupOption {

    private static final String ALL = "all";

    @Option(
            names = "--group",
            arity = "0..1",
            fallbackValue = ALL,
            paramLabel = "POSITIONS",
            description = "Explain test images together, by the sum of their scores: all, or those at these positions,"
                    + " counted within --subset-test.")
    @Nullable
    String positions;

    public boolean asked() {
        return positions != null;
    }

    /**
     * @param tests how many test images there are
     * @return the positions explained together; all if not asked for others
     * @throws dev.whence.engine.BadInputException if there is no image at one of them
     */
    public int[] of(int tests) {
        String chosen = positions == null || positions.equals(ALL) ? "0-" + (tests - 1) : positions;
        return IndexRanges.parse(chosen, tests, "--group");
    }
}
