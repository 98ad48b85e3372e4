package dev.whence.app.task;

/**
 * A queue with its own threads.
 *
 * @param name for thread names
 * @param threads how many tasks of the lane run at the same time
 */
public record Lane(String name, int threads) {

    private static final String HEAVY = "heavy-";

    /** Short work that must not wait behind heavy work: previews, saving, one explanation. */
    public static final Lane LIGHT = new Lane("light", 3);

    /**
     * Heavy work on a device, one task at a time.
     *
     * @param device {@code cpu}, {@code gpu:0} or {@code auto}
     */
    public static Lane heavy(String device) {
        return new Lane(HEAVY + device, 1);
    }

    /** The device whose tasks wait for each other here, empty for other work. */
    public String device() {
        return name.startsWith(HEAVY) ? name.substring(HEAVY.length()) : "";
    }
}
