package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.MethodRun;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;

/** Which methods are compared, and which class they explain. */
public final class RunsOption {

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    public List<RunOptions> runs = new ArrayList<>();

    @Mixin
    TargetOption explained = new TargetOption();

    public Target target() {
        return explained.target();
    }

    /**
     * @throws BadInputException if there are fewer than two, or one of them twice
     */
    public List<MethodRun<?>> runs() {
        List<MethodRun<?>> chosen = new ArrayList<>();
        for (RunOptions run : runs) {
            chosen.add(run.run());
        }
        if (chosen.size() < 2) {
            throw new BadInputException(
                    "Two or more methods can be compared; give --method with its --set twice or more often.");
        }
        long different = chosen.stream()
                .map(run -> List.of(run.method().id(), run.texts()))
                .distinct()
                .count();
        if (different < chosen.size()) {
            throw new BadInputException(
                    "A method is named twice with the same settings; give one of them another --set.");
        }
        return chosen;
    }
}
