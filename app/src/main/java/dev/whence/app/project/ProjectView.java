package dev.whence.app.project;

/**
 * What was looked at when the project was saved.
 *
 * @param testImage position of the selected test image, -1 for none
 * @param target in the notation of {@link dev.whence.engine.attribution.Target#parse}
 * @param rowLength images in a row of proponents or opponents
 */
public record ProjectView(int testImage, String target, int rowLength) {

    public static final int DEFAULT_ROW_LENGTH = 6;

    /** Nothing selected yet. */
    public static ProjectView initial() {
        return new ProjectView(-1, "predicted", DEFAULT_ROW_LENGTH);
    }
}
