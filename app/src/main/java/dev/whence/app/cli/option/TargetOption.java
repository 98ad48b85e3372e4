package dev.whence.app.cli.option;

import dev.whence.engine.attribution.Target;
import picocli.CommandLine.Option;

/** Which class is explained. */
final class TargetOption {

    @Option(
            names = "--target",
            paramLabel = "predicted|label|N|A-B",
            defaultValue = "predicted",
            description = "The class explained; A-B explains A rather than B. Default: ${DEFAULT-VALUE}.")
    String target = "predicted";

    /**
     * @throws dev.whence.engine.BadInputException if it is none
     */
    Target target() {
        return Target.parse(target);
    }
}
