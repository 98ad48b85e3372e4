package dev.whence.app.ui.explore;

import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;

/** Finds out whether grey pictures are bright things on black, which read better as ink on paper. */
public final class PictureTones {

    private static final int LOOKED_AT = 16;
    private static final int DARK = 32;

    private PictureTones() {}

    /** Looks at the corners of a few pictures; reads them. */
    public static PictureTone suiting(Workspace workspace) {
        if (!workspace.has(Split.TEST)) {
            return PictureTone.AS_STORED;
        }
        ImageDataset images = workspace.images(Split.TEST);
        int dark = 0;
        int grey = 0;
        for (int i = 0; i < Math.min(LOOKED_AT, images.size()); i++) {
            Picture picture = images.picture(i);
            if (picture.channels() == 1) {
                grey++;
                dark += hasDarkCorners(picture) ? 1 : 0;
            }
        }
        return grey > 0 && 2 * dark > grey ? PictureTone.INVERTED_GREY : PictureTone.AS_STORED;
    }

    private static boolean hasDarkCorners(Picture picture) {
        int right = picture.width() - 1;
        int bottom = (picture.height() - 1) * picture.width();
        int[] corners = {0, right, bottom, bottom + right};
        int dark = 0;
        for (int at : corners) {
            dark += (picture.pixels()[at] & 0xff) < DARK ? 1 : 0;
        }
        return dark >= 3;
    }
}
