package dev.whence.app.ui.figure;

/** What a figure of compared rankings shows. */
public enum ComparisonKind {
    RANKINGS("compared rankings"),
    WITH_MATRIX("compared rankings with matrix");

    private final String label;

    ComparisonKind(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
