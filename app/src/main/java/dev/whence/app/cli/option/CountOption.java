package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import picocli.CommandLine.Option;

/** How many training images a figure draws. */
public final class CountOption {

    private static final int MOST = 100;

    @Option(
            names = "--k",
            paramLabel = "N",
            defaultValue = "5",
            description = "Proponents and opponents drawn. Default: ${DEFAULT-VALUE}.")
    public int k = 5;

    public void check() {
        if (k < 1 || k > MOST) {
            throw new BadInputException("--k is " + k + "; give 1 to " + MOST + " images on either side.");
        }
    }
}
