package dev.whence.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person should know about an import.
 *
 * @param format for example {@code "TorchScript (traced)"}
 * @param notes remarks in full sentences, for example that the file was saved in training mode
 * @param verification comparison with the file's own forward pass; absent where the engine cannot run the file
 */
public record ImportReport(
        String format, List<String> notes, @Nullable Verification verification) {

    public ImportReport {
        notes = List.copyOf(notes);
    }

    /**
     * @param images number of images compared
     * @param maxDifference largest absolute difference of a logit
     * @param maxLogit largest absolute logit of the file's own forward
     * @param onUserImages whether the user's images were used, or noise
     */
    public record Verification(int images, double maxDifference, double maxLogit, boolean onUserImages) {

        /** Whether the difference is within {@code 1e-4 max(1, |logit|)}. */
        public boolean passed() {
            return maxDifference <= 1e-4 * Math.max(1, maxLogit);
        }
    }
}
