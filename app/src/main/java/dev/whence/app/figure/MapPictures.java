package dev.whence.app.figure;

import dev.whence.engine.BadInputException;
import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.heatmap.Heatmap;
import dev.whence.visualization.heatmap.HeatmapImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Heatmaps as pictures: one PNG for each map, one pixel for each position of the image. */
public final class MapPictures {

    @Option(
            names = "--png",
            paramLabel = "DIR",
            description = "Also write each map as a picture into this folder: channels summed, zero neutral, the map's"
                    + " largest magnitude at full colour.")
    @Nullable
    public Path folder;

    @Option(
            names = "--cmap",
            paramLabel = "NAME",
            defaultValue = "blue-orange",
            description =
                    "Colour map of the pictures: a name, or colours such as 00f,80:fff,f00. Default: ${DEFAULT-VALUE}.")
    String colours = "blue-orange";

    /**
     * Refuses before any work is done what cannot be written or understood, and makes the folder.
     *
     * @throws BadInputException if so
     */
    public void check() {
        ColorMap.of(colours);
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder);
        }
        if (!Files.isWritable(folder)) {
            throw unwritable(folder);
        }
    }

    public boolean wanted() {
        return folder != null;
    }

    /** Where pictures go, absent if none are wanted. */
    @Nullable
    public Path folder() {
        return folder;
    }

    /**
     * Writes one map if pictures are wanted.
     *
     * @param name of the file, without its ending
     */
    public void write(Heatmaps maps, int index, String name) {
        if (folder == null) {
            return;
        }
        Heatmap map = map(maps, index);
        int[] argb = HeatmapImage.opaque(map, ColorMap.of(colours), map.largestMagnitude());
        BufferedImage picture = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, map.width(), map.height(), argb, 0, map.width());
        AtomicFiles.write(folder.resolve(name + ".png"), out -> ImageIO.write(picture, "png", out));
    }

    /** A position in file names, so that they sort. */
    public static String number(int position) {
        return String.format(Locale.ROOT, "%05d", position);
    }

    /** One map with its channels added up. */
    static Heatmap map(Heatmaps maps, int index) {
        int[] shape = maps.relevance().shape().toArray();
        float[] values = maps.relevance().rows(index, index + 1).toFloat32().floats();
        return Heatmap.overChannels(values, shape[1], shape[2], shape[3]);
    }

    private static BadInputException unwritable(Path folder) {
        return new BadInputException(
                "The pictures cannot be written into " + folder + "; choose another folder with --png.");
    }
}
