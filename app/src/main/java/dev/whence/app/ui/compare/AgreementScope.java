package dev.whence.app.ui.compare;

/** Over which test images the agreement of all runs is measured. */
public enum AgreementScope {
    SHOWN("what is explained"),
    SELECTED("the selected images"),
    LISTED("the images listed in Explore");

    private final String words;

    AgreementScope(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
