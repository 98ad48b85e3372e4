package dev.whence.app.ui.open;

import dev.whence.app.project.ProjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a dropped file is for, judged by its name; its content is checked when it is opened. */
public enum DropKind {
    PROJECT("Open this project"),
    FIGURE("Show what this figure was made from"),
    MODEL("Open this classifier and choose its images"),
    IMAGES("Open these images and choose the classifier"),
    UNKNOWN("This is no project, classifier, image folder or image archive that Whence can open");

    private static final List<String> MODELS =
            List.of(".pt", ".pth", ".pt2", ".ptc", ".torchscript", ".safetensors", ".onnx");
    private static final List<String> FIGURES = List.of(".png", ".svg", ".pdf");
    private static final List<String> ARCHIVES =
            List.of(".npz", ".csv", ".bin", "ubyte", "ubyte.gz", ".idx", ".idx.gz");

    private final String sentence;

    DropKind(String sentence) {
        this.sentence = sentence;
    }

    /** What will happen, shown while hovering. */
    public String sentence() {
        return sentence;
    }

    public static DropKind of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file)) {
            return IMAGES;
        }
        if (name.endsWith(ProjectStore.EXTENSION)) {
            return PROJECT;
        }
        if (MODELS.stream().anyMatch(name::endsWith)) {
            return MODEL;
        }
        if (FIGURES.stream().anyMatch(name::endsWith)) {
            return FIGURE;
        }
        return ARCHIVES.stream().anyMatch(name::endsWith) ? IMAGES : UNKNOWN;
    }
}
