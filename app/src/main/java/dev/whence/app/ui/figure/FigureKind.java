package dev.whence.app.ui.figure;

/** What a figure shows. */
public enum FigureKind {
    XDA("XDA panel", "xda"),
    DATA("data attribution", "da"),
    DECISION("decision", "decision"),
    PAIR("pair of images", "pair"),
    TARGETS("comparison of classes", "targets");

    private final String label;
    private final String command;

    FigureKind(String label, String command) {
        this.label = label;
        this.command = command;
    }

    /** What {@code whence figure} calls it. */
    String command() {
        return command;
    }

    @Override
    public String toString() {
        return label;
    }
}
