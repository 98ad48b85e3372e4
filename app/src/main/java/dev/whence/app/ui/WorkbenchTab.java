package dev.whence.app.ui;

/** The views of the window. */
public enum WorkbenchTab {
    EXPLORE("Explore"),
    DYNAMICS("Dynamics"),
    COMPARE("Compare"),
    DATA("Data"),
    MODEL("Model"),
    TRAIN("Train");

    private final String title;

    WorkbenchTab(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
