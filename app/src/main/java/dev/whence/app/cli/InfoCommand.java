package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.option.DataOptions;
import dev.whence.app.cli.option.WorkspaceOptions;
import dev.whence.app.cli.report.AxiomTable;
import dev.whence.app.cli.report.NetworkTable;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.reader.ClassifierImporter;
import dev.whence.engine.model.reader.ModelFile;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.workspace.Workspace;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "info",
        description = {
            "A classifier's layers, and whether they compute what the file computes.",
            "",
            "With --data the layers are compared with the file on your images after preprocessing; without it on noise, in an"
                    + " image size that the model accepts.",
        })
final class InfoCommand implements Callable<Integer> {

    /** So many images are enough to see an axiom broken. */
    private static final int AXIOM_IMAGES = 16;

    private final Console console;

    @Mixin
    WorkspaceOptions workspace = new WorkspaceOptions();

    @Mixin
    DataOptions data = new DataOptions();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    @Option(
            names = "--axioms",
            description =
                    "Also measure what X-Gradient can promise on this classifier, as it is and without its biases;"
                            + " needs --data.")
    boolean axioms;

    InfoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (axioms) {
            return withAxioms();
        }
        NetworkTable table = new NetworkTable(classifier());
        if (json) {
            JsonText.print(console.out(), table.json());
        } else {
            table.printText(console.out());
        }
        return CommandRunner.DONE;
    }

    private Integer withAxioms() {
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, workspace.spec(null, data.required()), progress)) {
            AxiomTable found = new AxiomTable(opened.heatmaps().axioms(AXIOM_IMAGES, progress));
            progress.clear();
            NetworkTable table = new NetworkTable(opened.classifier());
            if (json) {
                ObjectNode root = table.json();
                root.set("axioms", found.json());
                JsonText.print(console.out(), root);
            } else {
                table.printText(console.out());
                found.printText(console.out());
            }
        }
        return CommandRunner.DONE;
    }

    private Classifier classifier() {
        DataSource source = data.source();
        if (source == null) {
            ModelFile file = ModelReader.open(workspace.model.model());
            try (ExecutionEngine engine = ExecutionEngine.open(workspace.execution.settings())) {
                return ClassifierImporter.importModel(file, file.anyInputShape(), workspace.model.layer, engine, null);
            }
        }
        try (ConsoleProgress progress = new ConsoleProgress(console);
                Workspace opened = Opening.of(console, workspace.spec(null, source), progress)) {
            return opened.classifier();
        }
    }
}
