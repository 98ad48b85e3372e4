package dev.whence.engine.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The image formats that are read, by file extension. */
final class ImageFormats {

    private static final List<String> EXTENSIONS = List.of("png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff");

    private ImageFormats() {}

    static boolean isImageName(Path file) {
        String name = file.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** {@code ".png, .jpg …"} for sentences. */
    static String extensionList() {
        return "." + String.join(", .", EXTENSIONS);
    }
}
