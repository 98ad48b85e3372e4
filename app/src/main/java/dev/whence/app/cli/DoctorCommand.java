package dev.whence.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.CacheFolder;
import dev.whence.app.Workbench;
import dev.whence.app.cli.console.Console;
import dev.whence.app.cli.option.ExecutionOptions;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.WhenceVersion;
import dev.whence.engine.exec.DeviceReport;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "What this installation computes with, and why a GPU is or is not used. Exit code 1 if nothing can be"
                        + " computed.")
final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    ExecutionOptions execution = new ExecutionOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        DeviceReport report = DeviceReport.make(execution.settings());
        if (json) {
            printJson(report);
        } else {
            printText(report);
        }
        return report.usable() ? CommandRunner.DONE : CommandRunner.FAILED;
    }

    private void printText(DeviceReport report) {
        PrintStream out = console.out();
        out.println("whence: " + WhenceVersion.text());
        out.println("java: " + java() + ", " + system());
        out.println("memory: " + memoryMegabytes() + " MB for Java");
        out.println("cache: " + cache());
        out.println("display: " + (Workbench.hasDisplay() ? "yes" : "none, only the commands can be used"));
        report.lines().forEach(out::println);
    }

    private void printJson(DeviceReport report) {
        ObjectNode root = JsonText.object();
        root.put("whence", WhenceVersion.text());
        root.put("java", java());
        root.put("system", system());
        root.put("memory_mb", memoryMegabytes());
        root.put("cache", cache());
        root.put("display", Workbench.hasDisplay());
        root.put("usable", report.usable());
        root.put("djl", report.bindingVersion());
        root.put("libtorch", report.libtorchVersion());
        root.put("libraries", report.libraryFolder());
        root.put("processor", report.processor());
        root.put("threads", report.threads());
        root.put("gpus", report.gpus());
        root.put("gpu", report.gpuVerdict());
        root.put("gpu_advice", report.gpuAdvice());
        root.put("self_test", report.selfTest());
        JsonText.print(console.out(), root);
    }

    private static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    private static long memoryMegabytes() {
        return Runtime.getRuntime().maxMemory() >> 20;
    }

    private static String cache() {
        return CacheFolder.standard().map(Object::toString).orElse("none that can be written to");
    }
}
