package dev.whence.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.app.ui.open.DropKind;
import dev.whence.app.ui.open.OpenForm;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.sampledata.SampleProject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Opening other things while a project is open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpeningTest {

    private Path folder;
    private SampleProject sample;
    private TestWindow window;
    private Workspace before;
    private List<String> proponents;

    @BeforeAll
    void open(@TempDir Path temporary) throws TimeoutException {
        folder = temporary;
        Path project = SmallProject.in(folder);
        sample = SampleProject.in(folder.resolve("sample"));
        window = TestWindow.open(folder, project, Workspace::open);
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void somethingIsOpen() {
        window.untilExplained();
        before = TestWindow.onFx(
                () -> window.workbench().model().workspaceProperty().get());
        proponents = window.row("#proponents");
    }

    @Test
    void aTextFileDroppedAsModelIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.pt"), "these are notes, no network\n");
        window.drop(text);
        window.untilText("#open-problem", told -> told.contains("notes.pt"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void aCutOffModelFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(sample.model());
        Path cut = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, whole.length / 2));
        window.drop(cut);
        window.untilText("#open-problem", told -> told.contains("cut.pt"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void anUnknownFileIsRefused() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.odt"), "Dear reader");
        assertEquals(DropKind.UNKNOWN, DropKind.of(letter));
        window.drop(letter);
        window.untilText("#problem-sentence", told -> told.contains("letter.odt"));
        window.click("#problem-dismiss");
        assertNothingChanged();
    }

    @Test
    void aDamagedProjectIsRefused() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.whence"), "{ \"whence\": 1, ");
        window.drop(damaged);
        window.untilText("#problem-sentence", told -> told.contains("damaged.whence"));
        window.click("#problem-dismiss");
        assertNothingChanged();
    }

    @Test
    void aFolderWithoutImagesIsRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        window.drop(sample.model());
        window.untilText("#open-recognised", told -> told.contains("TorchScript"));
        window.type("#open-train", empty.toString());
        window.type("#open-test", empty.toString());
        window.untilText("#open-problem", told -> told.contains("empty"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void aModelForColourOnGreyImagesIsRefused() throws Exception {
        Path colour = Path.of(Objects.requireNonNull(OpeningTest.class.getResource("/dev/whence/app/cli/colour-32.pt"))
                .toURI());
        window.drop(colour);
        window.type("#open-train", sample.trainingImages().toString());
        window.type("#open-test", sample.testImages().toString());
        window.untilText("#open-problem", told -> told.contains("channel"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void aClassifierWithItsImagesReplacesTheProject() {
        window.drop(sample.model());
        window.type("#open-train", sample.trainingImages().toString());
        window.type("#open-train-subset", "0-199");
        window.type("#open-test", sample.testImages().toString());
        window.type("#open-test-subset", "0-49");
        window.choose("#open-preset", "fashion-mnist");
        window.until("verified", () -> window.says("#open-preview", "exactly with the file's own forward pass on"));
        assertTrue(
                window.text("#open-decided").matches("([789]|10) of these 10 test images are decided as labelled\\."));
        window.click("#open-ok");
        window.until(
                "the other project open",
                () -> window.workbench().model().workspaceProperty().get() != before);
        window.untilExplained();
        Workspace now = TestWindow.onFx(
                () -> window.workbench().model().workspaceProperty().get());
        assertEquals(200, now.images(Split.TRAIN).size());
        assertTrue(window.text("#project").contains("not saved"), window.text("#project"));
        assertTrue(TestWindow.onFx(() -> window.workbench().projects().save(folder.resolve("mine.whence"))));
        assertTrue(Files.exists(folder.resolve("mine.whence")));
    }

    @Test
    void whatIsOpenCanBeOpenedAgainWithOneValueChanged() {
        OpenForm form = OpenForm.of(before.spec());
        assertEquals(before.spec(), form.toSpec(before.spec().cache()));
        TestWindow.doOnFx(() -> window.workbench().openDialog(form));
        window.until("tried", () -> window.says("#open-preview", "own forward pass on"));
        assertEquals(before.spec().model().toString(), window.text("#open-model"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void ownValuesStartFromThoseOfThePreset() {
        window.drop(sample.model());
        window.choose("#open-preset", "imagenet");
        assertEquals("256", window.text("#open-resize"));
        assertEquals("224x224", window.text("#open-crop"));
        assertEquals("0.229, 0.224, 0.225", window.text("#open-std"));
        window.choose("#open-preset", OpenForm.OWN);
        assertEquals("0.485, 0.456, 0.406", window.text("#open-mean"));
        window.click("#open-cancel");
        assertNothingChanged();
    }

    @Test
    void longFileNamesLeaveTheCentreItsWidth() throws IOException {
        Path images = folder.resolve("long names");
        for (int c = 0; c < 10; c++) {
            Path ofClass = Files.createDirectories(images.resolve("a class of many words " + c));
            BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            grey.getRaster().setSample(c, c, 0, 200);
            ImageIO.write(
                    grey,
                    "png",
                    ofClass.resolve("a photograph of which the name never comes to an end (copy of a copy).png")
                            .toFile());
        }
        openWith(images);
        window.untilExplained();
        assertTrue(TestWindow.onFx(() -> {
            Node content = window.found("#detail");
            while (!(content instanceof ScrollPane pane)) {
                content = content.getParent();
            }
            return pane.getContent().getLayoutBounds().getWidth()
                    <= pane.getViewportBounds().getWidth() + 1;
        }));
        assertTrue(TestWindow.onFx(() -> window.workbench().projects().save(folder.resolve("long.whence"))));
    }

    /** Opens the sample's classifier with a folder of pictures, for training and for tests. */
    private void openWith(Path images) {
        window.drop(sample.model());
        window.type("#open-train", images.toString());
        window.type("#open-test", images.toString());
        window.choose("#open-preset", "fashion-mnist");
        window.until("verified", () -> window.says("#open-preview", "own forward pass on"));
        window.click("#open-ok");
        window.until(
                "the other project open",
                () -> window.workbench().model().workspaceProperty().get() != before);
    }

    @Test
    void anUnreadableImageIsCountedAndNamed() throws IOException {
        Path images = folder.resolve("pictures");
        for (int c = 0; c < 10; c++) {
            Path ofClass = Files.createDirectories(images.resolve(Integer.toString(c)));
            BufferedImage grey = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            grey.getRaster().setSample(c, c, 0, 200);
            ImageIO.write(grey, "png", ofClass.resolve("a.png").toFile());
        }
        Files.writeString(images.resolve("3/broken.png"), "no picture");
        openWith(images);
        assertEquals("2 images unreadable", window.text("#unreadable"));
        window.click("#unreadable");
        window.until("listed", () -> window.isThere("#unreadable-images"));
        TableView<?> table = (TableView<?>) TestWindow.onFx(() -> window.found("#unreadable-images"));
        assertTrue(TestWindow.onFx(() -> table.getItems().toString()).contains("broken.png"));
        window.click("#tab-explore");
        assertTrue(TestWindow.onFx(() -> window.workbench().projects().save(folder.resolve("pictures.whence"))));
    }

    @Test
    void aProjectWhoseDataMovedOpensAfterOneAnswer() throws IOException {
        Path before = folder.resolve("before");
        Path project = SmallProject.in(before, folder.resolve("projects"));
        Path after = Files.move(before, folder.resolve("after"));
        window.drop(project);
        window.until("asked", () -> window.isThere("#locate-places"));
        assertTrue(TestWindow.onFx(() -> window.found("#locate-ok").isDisabled()));
        window.click("#locate-cancel");
        assertNothingChanged();
        TestWindow.doOnFx(() -> window.workbench().projects().openFile(project, missing -> {
            missing.relocation().add(before.resolve("sample"), after.resolve("sample"));
            window.workbench().projects().openLocated(missing);
        }));
        window.until(
                "the moved project open",
                () -> window.workbench().model().workspaceProperty().get() != this.before);
        window.untilExplained();
    }

    private void assertNothingChanged() {
        assertSame(
                before,
                TestWindow.onFx(
                        () -> window.workbench().model().workspaceProperty().get()));
        assertEquals(proponents, window.row("#proponents"));
    }
}
