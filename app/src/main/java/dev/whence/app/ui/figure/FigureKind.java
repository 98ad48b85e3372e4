package dev.whence.app.ui.figure;

/** What a figure shows. */
enum FigureKind {
    XDA("XDA panel"),
    DATA("data attribution"),
    DECISION("decision"),
    PAIR("pair of images");

    private final String label;

    FigureKind(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
