package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.cli.console.Console;
import dev.whence.engine.WhenceException;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.model.reader.ClassifierImporter;
import dev.whence.engine.model.reader.ModelFile;
import dev.whence.engine.model.reader.ModelReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the import of one file went.
 *
 * @param verdict {@code ok}, {@code unsupported} or {@code broken}
 * @param words what was read, or why it could not be
 * @param classifier absent unless ok
 */
public record ImportVerdict(
        Path file, String verdict, String words, @Nullable Classifier classifier) {

    private static final List<String> UNSUPPORTED =
            List.of("not supported", "cannot be opened", "no architecture known", "cannot load the file either");

    /** Never fails: whatever a file does to its reader is told as a verdict. */
    public static ImportVerdict of(Path file, ExecutionEngine engine) {
        boolean parsed = false;
        try {
            ModelFile model = ModelReader.open(file);
            parsed = true;
            Classifier classifier = ClassifierImporter.importModel(model, model.anyInputShape(), null, engine, null);
            return new ImportVerdict(file, "ok", summary(classifier), classifier);
        } catch (WhenceException e) {
            String verdict = parsed || speaksOfTheUnsupported(e.sentence()) ? "unsupported" : "broken";
            return new ImportVerdict(file, verdict, Console.sentence(e.sentence()), null);
        } catch (IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | IndexOutOfBoundsException
                | ArithmeticException
                | StackOverflowError
                | OutOfMemoryError e) {
            // A survey of many files goes on after the worst of them.
            return new ImportVerdict(file, "broken", "the reader could not cope with this file (" + e + ").", null);
        }
    }

    /** Readers refuse damaged, dangerous and merely unsupported files alike; only their words tell which it was. */
    private static boolean speaksOfTheUnsupported(String sentence) {
        return UNSUPPORTED.stream().anyMatch(sentence::contains);
    }

    private static String summary(Classifier classifier) {
        Verification verification = classifier.report().verification();
        String compared = verification == null
                ? "not compared with the file's own forward"
                : String.format(Locale.ROOT, "max |difference| %.2g", verification.maxDifference());
        return classifier.report().format() + ", "
                + (classifier.network().nodes().size() - 1) + " layers, "
                + classifier.network().parameterCount() + " parameters, input "
                + classifier.network().inputShape() + ", " + classifier.classes() + " classes, " + compared;
    }

    public String line() {
        return verdict + "\t" + file + "\t" + words;
    }

    public void describe(ObjectNode node) {
        node.put("file", file.toString());
        node.put("verdict", verdict);
        node.put("reason", words);
        if (classifier != null) {
            node.put("format", classifier.report().format());
            node.set("input_shape", NetworkTable.shape(classifier.network().inputShape()));
            node.put("classes", classifier.classes());
            node.put("layers", classifier.network().nodes().size() - 1);
            node.put("parameters", classifier.network().parameterCount());
            NetworkTable.putVerification(node, classifier.report().verification());
        }
    }
}
