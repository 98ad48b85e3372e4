package dev.whence.app.cli;

import dev.whence.app.cli.console.Console;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WhenceException;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.job.CancelledException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs one command and turns every way it can end into an exit code and at most one sentence. */
public final class CommandRunner {

    /** Done. */
    public static final int DONE = 0;

    /** The input was fine, the work failed. */
    public static final int FAILED = 1;

    /** Wrong usage or bad input. */
    public static final int REFUSED = 2;

    /** Cancelled by the user. */
    public static final int CANCELLED = 130;

    private CommandRunner() {}

    /**
     * Runs the command named by the first argument.
     *
     * @return the exit code: 0 done, 1 the work failed, 2 wrong usage or bad input, 130 cancelled
     */
    public static int run(Console console, String... args) {
        boolean debug = Arrays.asList(args).contains("--debug");
        try {
            return commandLine(console, debug).execute(args);
        } catch (OutOfMemoryError e) {
            return report(console, debug, FAILED, memorySentence(), e);
        } catch (LinkageError e) {
            return report(console, debug, FAILED, unexpected(e), e);
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** The command tree; also used to parse a command without running it. */
    static CommandLine commandLine(Console console, boolean debug) {
        CommandLine commandLine = new CommandLine(new WhenceCommand(), new ConsoleFactory(console));
        commandLine.getSubcommands().values().forEach(CommandRunner::dropInheritedHeader);
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.registerConverter(Precision.class, CommandRunner::precision);
        commandLine.setParameterExceptionHandler((e, args) -> refuseUsage(console, debug, e));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> end(console, debug, e));
        return commandLine;
    }

    /** The question above the usage is that of the whole program; a command is listed by its own first sentence. */
    private static void dropInheritedHeader(CommandLine command) {
        command.getCommandSpec().usageMessage().header(new String[0]);
        command.getSubcommands().values().forEach(CommandRunner::dropInheritedHeader);
    }

    private static Precision precision(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "float32" -> Precision.FLOAT32;
            case "float64" -> Precision.FLOAT64;
            default -> throw new CommandLine.TypeConversionException("choose float32 or float64, not '" + text + "'");
        };
    }

    private static int refuseUsage(Console console, boolean debug, ParameterException e) {
        String what = Console.oneLine(String.valueOf(e.getMessage())).replaceAll("[.;\\s]+$", "") + OtherName.hint(e);
        String sentence =
                what + "; '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help' shows what is possible.";
        return report(console, debug, REFUSED, sentence, e);
    }

    private static int end(Console console, boolean debug, Exception e) {
        if (e instanceof CancelledException) {
            return report(console, debug, CANCELLED, "Cancelled.", e);
        }
        if (e instanceof WhenceException known) {
            return report(console, debug, known instanceof BadInputException ? REFUSED : FAILED, known.sentence(), e);
        }
        if (hasCause(e, OutOfMemoryError.class)) {
            return report(console, debug, FAILED, memorySentence(), e);
        }
        return report(console, debug, FAILED, unexpected(e), e);
    }

    private static int report(Console console, boolean debug, int code, String sentence, Throwable cause) {
        console.err().println(Console.sentence(sentence));
        if (debug) {
            cause.printStackTrace(console.err());
        }
        return code;
    }

    private static boolean hasCause(@Nullable Throwable start, Class<? extends Throwable> kind) {
        for (Throwable cause = start; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String memorySentence() {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return "The memory of " + megabytes
                + " MB is not enough for this; choose fewer images with --subset-train, or give more with WHENCE_JAVA_OPTS=-Xmx8g.";
    }

    private static String unexpected(Throwable e) {
        String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "Something went wrong inside Whence (" + Console.oneLine(detail).replaceAll("\\.+$", "")
                + "); run the command again with --debug and report what it prints.";
    }
}
