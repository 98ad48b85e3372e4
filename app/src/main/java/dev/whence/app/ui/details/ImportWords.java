package dev.whence.app.ui.details;

import dev.whence.engine.model.ImportReport;
import java.util.Locale;

/** Says how an import went. */
public final class ImportWords {

    private ImportWords() {}

    /** For example {@code "Agrees with the file's own forward pass within 1.2e-7 on 8 of your images."}. */
    public static String verification(ImportReport report) {
        ImportReport.Verification checked = report.verification();
        if (checked == null) {
            return "Not compared with the file's own forward pass: the engine cannot run this file as it is.";
        }
        String on = checked.images() + (checked.onUserImages() ? " of your images" : " images of noise");
        String within = String.format(Locale.ROOT, "%.1e", checked.maxDifference());
        if (checked.passed() && checked.maxDifference() == 0) {
            return "Agrees exactly with the file's own forward pass on " + on + ".";
        }
        return checked.passed()
                ? "Agrees with the file's own forward pass within " + within + " on " + on + "."
                : "Differs from the file's own forward pass by up to " + within + " on " + on
                        + "; do not trust explanations of this import.";
    }
}
