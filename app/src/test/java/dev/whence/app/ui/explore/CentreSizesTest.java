package dev.whence.app.ui.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CentreSizesTest {

    @Test
    void aSmallWindowKeepsTheLeastSizes() {
        assertEquals(CentreSizes.LEAST, CentreSizes.fitting(760, 640, 90, true));
        assertEquals(CentreSizes.LEAST, CentreSizes.fitting(0, 0, 0, true));
    }

    @Test
    void aLargeWindowIsFilled() {
        CentreSizes sizes = CentreSizes.fitting(3300, 2050, 520, true);
        assertTrue(sizes.subject() >= 240, sizes.toString());
        assertTrue(sizes.tile() >= 340, sizes.toString());
        double used = sizes.subject() + sizes.detail() + 3 * Math.min(520, sizes.tile());
        assertTrue(used > 1700 && used < 2050, sizes.toString());
    }

    @Test
    void wordsKeepTheirRoomInATallWindow() {
        CentreSizes sizes = CentreSizes.fitting(760, 2000, 90, true);
        assertTrue(760 - 2 * sizes.subject() >= 480, sizes.toString());
        assertTrue(760 - 4 * sizes.detail() >= 380, sizes.toString());
    }

    @Test
    void withoutMapsImagesGetTheirRoom() {
        assertTrue(CentreSizes.fitting(3300, 2050, 520, false).tile()
                > CentreSizes.fitting(3300, 2050, 520, true).tile());
    }
}
