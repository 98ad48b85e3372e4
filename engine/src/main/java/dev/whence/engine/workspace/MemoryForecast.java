package dev.whence.engine.workspace;

import dev.whence.engine.WorkFailedException;
import java.util.Locale;

/**
 * How much memory a run will take at most, roughly.
 *
 * @param bytes needed
 * @param available now
 */
public record MemoryForecast(double bytes, double available) {

    public boolean fits() {
        return bytes <= available;
    }

    /** One sentence for the person who is about to start the run. */
    public String sentence() {
        String need = "about " + words(bytes) + " of memory";
        return fits()
                ? "Needs " + need + "; " + words(available) + " are free."
                : "This run needs " + need + ", but only " + words(available)
                        + " are free; take gradients by the parameters of fewer layers, fewer dimensions or fewer images.";
    }

    /**
     * Refuses what does not fit.
     *
     * @throws WorkFailedException if less memory is free than is needed
     */
    public void require() {
        if (!fits()) {
            String sentence = sentence();
            throw new WorkFailedException(sentence.substring(0, sentence.length() - 1) + ", or go on anyway.");
        }
    }

    private static String words(double bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", Math.max(1, bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
