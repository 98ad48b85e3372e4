package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.console.ConsoleProgress;
import dev.whence.app.cli.report.ImportVerdict;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.exec.ExecutionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import-check",
        description = {
            "Try to read models, one line for each: ok, unsupported (which operation, in which layer) or broken (why).",
            "",
            "Nothing in a file is executed before it was checked. The exit code is 0 once every file was looked at; the lines"
                    + " carry the verdicts.",
        })
final class ImportCheckCommand implements Callable<Integer> {

    private static final Set<String> ENDINGS = Set.of("pt", "pt2", "pth", "ts", "jit", "safetensors", "onnx");

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description =
                    "Model files, or folders that are searched for .pt, .pt2, .pth, .ts, .jit, .safetensors, .onnx.")
    List<Path> places = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    boolean json;

    ImportCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Path> files = files();
        ObjectNode root = JsonText.object();
        ArrayNode models = root.putArray("models");
        try (ConsoleProgress progress = new ConsoleProgress(console);
                ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults())) {
            progress.stage("Reading models");
            for (int i = 0; i < files.size(); i++) {
                progress.checkCancelled();
                progress.update(i, files.size(), "files");
                ImportVerdict verdict = ImportVerdict.of(files.get(i), engine);
                if (json) {
                    verdict.describe(models.addObject());
                } else {
                    progress.clear();
                    console.out().println(verdict.line());
                }
            }
        }
        if (json) {
            JsonText.print(console.out(), root);
        }
        return CommandRunner.DONE;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw new BadInputException("There is no file or folder " + place + "; check the path.");
            }
            if (Files.isDirectory(place)) {
                files.addAll(modelsBelow(place));
            } else {
                files.add(place);
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(
                    "There are no model files below " + places.get(0) + "; name the files themselves.");
        }
        return files;
    }

    private static List<Path> modelsBelow(Path folder) {
        try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(Files::isRegularFile)
                    .filter(ImportCheckCommand::looksLikeModel)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException("The folder " + folder + " cannot be searched; check its permissions.", e);
        }
    }

    private static boolean looksLikeModel(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
