package dev.whence.app.ui;

import java.util.List;

/** What an image is labelled as, for people. */
public final class LabelWords {

    private LabelWords() {}

    /**
     * The name of its class.
     *
     * @param classNames by class
     * @param label class of the image, -1 if it has none
     */
    public static String of(List<String> classNames, int label) {
        return label < 0 || label >= classNames.size() ? "no label" : classNames.get(label);
    }
}
