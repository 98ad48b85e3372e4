package dev.whence.visualization.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Picture;
import dev.whence.visualization.Snapshots;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ThumbnailGridTest {

    private static final int ITEMS = 100_000;
    private static final int MOST_CELLS = 400;
    private static final long CACHE = 4L << 20;
    private static final int SIDE = 28;

    private ThumbnailGrid<Integer> grid;
    private Stage stage;

    /** Pictures whose colour is their number, so that a stale one gives itself away. */
    private static final class Numbered implements ThumbnailSource<Integer> {
        @Override
        public Picture picture(Integer item) {
            if (item == 13) {
                throw new BadInputException("Picture 13 cannot be read.");
            }
            byte[] pixels = new byte[SIDE * SIDE * 3];
            for (int i = 0; i < SIDE * SIDE; i++) {
                pixels[3 * i] = (byte) (item >> 16);
                pixels[3 * i + 1] = (byte) (item >> 8);
                pixels[3 * i + 2] = (byte) (int) item;
            }
            return new Picture(SIDE, SIDE, 3, pixels);
        }

        @Override
        public String text(Integer item) {
            return "image " + item;
        }

        @Override
        public boolean marked(Integer item) {
            return item % 7 == 3;
        }
    }

    @Start
    void start(Stage shown) {
        stage = shown;
        grid = new ThumbnailGrid<>(new Numbered(), 48, 4, CACHE);
        grid.setName("Test images");
        grid.setItems(IntStream.range(0, ITEMS).boxed().toList());
        Scene scene = new Scene(grid, 640, 480);
        scene.getStylesheets().add(Stylesheets.controls());
        stage.setScene(scene);
        stage.show();
    }

    private static int number(Image image) {
        return image.getPixelReader().getArgb(1, 1) & 0xffffff;
    }

    private boolean allPicturesArrived() {
        return WaitForAsyncUtils.waitForAsyncFx(
                5000,
                () -> grid.liveCells().stream()
                        .allMatch(cell ->
                                cell.image() != null || Integer.valueOf(13).equals(cell.item())));
    }

    private void waitForPictures() throws TimeoutException {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, this::allPicturesArrived);
    }

    @Test
    void cellsShowTheirOwnPictureAfterWildScrolling(FxRobot robot) throws TimeoutException {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            double place = random.nextDouble() * ITEMS / 12 * 52;
            robot.interact(() -> grid.scrollTo(place));
            robot.interact(() -> {
                grid.layout();
                assertTrue(grid.cellCount() <= MOST_CELLS, grid.cellCount() + " cells");
                for (ThumbnailCell<Integer> cell : grid.liveCells()) {
                    assertEquals(cell.index(), cell.item());
                    Image image = cell.image();
                    assertTrue(image == null || number(image) == cell.index(), "stale picture at " + cell.index());
                }
            });
        }
        waitForPictures();
        robot.interact(() -> {
            assertFalse(grid.liveCells().isEmpty());
            for (ThumbnailCell<Integer> cell : grid.liveCells()) {
                assertEquals(cell.index(), number(cell.image()));
            }
        });
    }

    @Test
    void keysWalkThroughTheGrid(FxRobot robot) {
        robot.interact(() -> {
            grid.requestFocus();
            grid.selectIndex(0);
        });
        robot.type(KeyCode.RIGHT, 3);
        assertEquals(3, grid.selectedIndexProperty().get());
        robot.type(KeyCode.DOWN);
        int columns = grid.selectedIndexProperty().get() - 3;
        assertTrue(columns > 5 && columns < 20, columns + " columns");
        robot.type(KeyCode.UP);
        robot.type(KeyCode.LEFT);
        assertEquals(2, grid.selectedIndexProperty().get());
        robot.type(KeyCode.END);
        assertEquals(ITEMS - 1, grid.selectedItemProperty().get());
        robot.interact(() -> grid.layout());
        assertTrue(grid.liveCells().stream().anyMatch(cell -> cell.index() == ITEMS - 1), "the end is not on display");
        robot.type(KeyCode.RIGHT);
        assertEquals(ITEMS - 1, grid.selectedIndexProperty().get());
        robot.type(KeyCode.PAGE_UP);
        assertTrue(grid.selectedIndexProperty().get() < ITEMS - 1 - columns);
        robot.type(KeyCode.HOME);
        assertEquals(0, grid.selectedIndexProperty().get());
        assertEquals("Test images, 1 of 100000: image 0", grid.getAccessibleText());
    }

    @Test
    void aClickSelectsTheCellUnderThePointer(FxRobot robot) throws TimeoutException {
        waitForPictures();
        robot.interact(() -> grid.layout());
        ThumbnailCell<Integer> cell = grid.liveCells().stream()
                .filter(shown -> shown.index() == 17)
                .findFirst()
                .orElseThrow();
        robot.clickOn(cell);
        assertEquals(17, grid.selectedItemProperty().get());
        assertTrue(grid.isFocused());
        assertEquals(
                1,
                cell.getPseudoClassStates().stream()
                        .filter(state -> state.getPseudoClassName().equals("selected"))
                        .count());
        Snapshots.of(stage.getScene(), "thumbnail-grid-light");
    }

    @Test
    void unreadablePicturesAreMarkedNotFatal(FxRobot robot) throws TimeoutException {
        waitForPictures();
        WaitForAsyncUtils.waitFor(
                30,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.waitForAsyncFx(
                        5000,
                        () -> grid.liveCells().stream()
                                .filter(cell -> cell.index() == 13)
                                .anyMatch(cell -> cell.getPseudoClassStates().stream()
                                        .anyMatch(state ->
                                                state.getPseudoClassName().equals("unreadable")))));
        robot.interact(() -> assertTrue(
                grid.liveCells().stream().filter(cell -> cell.index() == 13).allMatch(cell -> cell.image() == null)));
    }

    @Test
    void otherItemsKeepTheSelectionIfTheyHoldIt(FxRobot robot) {
        robot.interact(() -> {
            grid.selectIndex(5000);
            grid.setItems(List.of(1, 5000, 9));
        });
        assertEquals(1, grid.selectedIndexProperty().get());
        assertNotNull(grid.selectedItemProperty().get());
        robot.interact(() -> grid.setItems(List.of(1, 9)));
        assertEquals(-1, grid.selectedIndexProperty().get());
        assertNull(grid.selectedItemProperty().get());
    }

    private ThumbnailCell<Integer> cell(FxRobot robot, int index) {
        robot.interact(() -> grid.layout());
        return grid.liveCells().stream()
                .filter(shown -> shown.index() == index)
                .findFirst()
                .orElseThrow();
    }

    private void clickWith(FxRobot robot, KeyCode key, int index) {
        robot.press(key).clickOn(cell(robot, index)).release(key);
    }

    @Test
    void severalArePickedWithTheMouse(FxRobot robot) {
        robot.interact(() -> grid.setSeveral(true));
        robot.clickOn(cell(robot, 4));
        assertEquals(Set.of(), grid.pickedProperty().get());
        clickWith(robot, KeyCode.CONTROL, 7);
        assertEquals(Set.of(4, 7), grid.pickedProperty().get());
        assertEquals(4, grid.selectedItemProperty().get(), "what is on display stays");
        clickWith(robot, KeyCode.SHIFT, 9);
        assertEquals(Set.of(7, 8, 9), grid.pickedProperty().get());
        clickWith(robot, KeyCode.CONTROL, 8);
        clickWith(robot, KeyCode.CONTROL, 9);
        assertEquals(Set.of(), grid.pickedProperty().get(), "one that is left is simply selected");
        assertEquals(7, grid.selectedItemProperty().get());
        clickWith(robot, KeyCode.CONTROL, 2);
        robot.clickOn(cell(robot, 12));
        assertEquals(Set.of(), grid.pickedProperty().get());
        assertEquals(12, grid.selectedItemProperty().get());
    }

    @Test
    void severalArePickedWithTheKeyboard(FxRobot robot) {
        robot.interact(() -> {
            grid.setSeveral(true);
            grid.requestFocus();
            grid.selectIndex(5);
        });
        robot.press(KeyCode.SHIFT).type(KeyCode.RIGHT, 2).release(KeyCode.SHIFT);
        assertEquals(Set.of(5, 6, 7), grid.pickedProperty().get());
        robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        assertEquals(Set.of(5, 6), grid.pickedProperty().get());
        robot.press(KeyCode.CONTROL).type(KeyCode.RIGHT, 3).type(KeyCode.SPACE).release(KeyCode.CONTROL);
        assertEquals(Set.of(5, 6, 9), grid.pickedProperty().get());
        assertEquals(5, grid.selectedItemProperty().get());
        assertEquals("Test images, 6 of 100000: image 5, 3 picked together", grid.getAccessibleText());
        robot.type(KeyCode.ESCAPE);
        assertEquals(Set.of(), grid.pickedProperty().get());
        robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        assertEquals(ITEMS, grid.pickedProperty().get().size());
        robot.type(KeyCode.RIGHT);
        assertEquals(Set.of(), grid.pickedProperty().get());
    }

    @Test
    void picksOutliveAFilter(FxRobot robot) {
        robot.interact(() -> {
            grid.setSeveral(true);
            grid.pick(List.of(1, 5000));
            grid.setItems(List.of(1, 2, 3));
            grid.requestFocus();
        });
        assertEquals(Set.of(1, 5000), grid.pickedProperty().get());
        robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        assertEquals(Set.of(1, 2, 3, 5000), grid.pickedProperty().get());
    }
}
