package dev.whence.app.cli;

import dev.whence.engine.BadInputException;
import picocli.CommandLine.Option;

/** How many training images a figure draws. */
final class CountOption {

    private static final int MOST = 100;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "Proponents and opponents drawn. Default: ${DEFAULT-VALUE}.")
    int k = 5;

    void check() {
        if (k < 1 || k > MOST) {
            throw new BadInputException("--k is " + k + "; give 1 to " + MOST + " images on either side.");
        }
    }
}
