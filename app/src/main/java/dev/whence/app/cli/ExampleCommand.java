package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.project.Project;
import dev.whence.app.project.ProjectStore;
import dev.whence.app.project.ProjectView;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.sampledata.ModuloAddition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "example",
        description = {
            "Writes the modulo-addition example: sums as network input, and a transformer that has learnt nothing yet.",
            "",
            "The folder gets train.npz, test.npz, network.json with model.safetensors, and modulo.whence for the window.",
        })
final class ExampleCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--modulus",
            paramLabel = "N",
            defaultValue = "" + ModuloAddition.USUAL_MODULUS,
            description = "Sums are taken modulo this, 5 to 99. Default: ${DEFAULT-VALUE}.")
    int modulus = ModuloAddition.USUAL_MODULUS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the choice of training sums and the starting weights. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder for everything.")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    ExampleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path folder = Objects.requireNonNull(out);
        ModuloAddition example = ModuloAddition.in(folder, modulus, seed);
        Path project = folder.resolve("modulo.whence");
        ProjectStore.write(
                new Project(
                        example.spec(ExecutionSettings.defaults(), null),
                        null,
                        null,
                        null,
                        "grad-dot",
                        Map.of(),
                        ProjectView.initial()),
                project);
        if (json) {
            ObjectNode root = JsonText.object();
            root.put("out", folder.toString());
            root.put("modulus", modulus);
            root.put("train", example.trainingSums().toString());
            root.put("test", example.testSums().toString());
            root.put("project", project.toString());
            JsonText.print(console.out(), root);
        } else {
            console.out().println("Sums modulo " + modulus + " and a transformer, written to " + folder);
            console.out()
                    .println("whence train --arch modulo-transformer --train-tensors " + example.trainingSums()
                            + " --tensors " + example.testSums()
                            + " --epochs 350 --batch 1000 --optimizer adamw,beta2=0.98 --lr 0.005 --weight-decay 2"
                            + " --history every-step --out " + folder.resolve("run"));
        }
        return CommandRunner.DONE;
    }
}
