package dev.whence.engine.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.reader.ModelReader;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of images that can be opened but do not suit the network. */
class OpeningRemarksTest {

    private static final String MODEL = "../../models/resnet18_w8_traced.pt";

    @TempDir
    Path folder;

    private Shape made;

    @BeforeEach
    void readShape() {
        made = ModelReader.open(PipelineFixtures.file(MODEL)).exampleInput().orElseThrow();
    }

    @Test
    void anotherShapeThanTheModelWasMadeWithIsToldOf() throws IOException {
        images(10, 2 * made.dim(1));
        List<String> notes = notes();
        assertTrue(
                notes.stream()
                        .anyMatch(note -> note.contains(" but the model was made with " + made)
                                && note.contains("set the preprocessing")),
                notes::toString);
    }

    @Test
    void theShapeItWasMadeWithNeedsNoWord() throws IOException {
        images(10, made.dim(1));
        List<String> notes = notes();
        assertTrue(
                notes.stream().noneMatch(note -> note.contains("made with") || note.contains("classes")),
                notes::toString);
    }

    @Test
    void sizesThatDifferAreRefusedWithTheOneToChoose() throws IOException {
        images(10, made.dim(1));
        image(folder.resolve("c0/z.png"), 2 * made.dim(1));
        BadInputException refusal = assertThrows(BadInputException.class, this::notes);
        assertTrue(refusal.sentence().contains("so that all come out as " + made), refusal::sentence);
    }

    @Test
    void aClassFolderWithoutImagesIsNamed() throws IOException {
        images(10, made.dim(1));
        Files.createDirectory(folder.resolve("x-notes"));
        List<String> notes = notes();
        assertEquals(
                "The image folder " + folder + " has 11 classes but the model tells 10 apart; no image lies in the"
                        + " class folder 'x-notes': remove it, since it takes a class number.",
                notes.get(notes.size() - 1));
    }

    @Test
    void aClassFolderWithoutImagesThatMovesTheOthersIsNamed() throws IOException {
        images(10, made.dim(1));
        Files.createDirectory(folder.resolve("a-notes"));
        BadInputException refusal = assertThrows(BadInputException.class, this::notes);
        assertTrue(refusal.sentence().contains("has label 10"), refusal::sentence);
        assertTrue(refusal.sentence().contains("class folder 'a-notes': remove it"), refusal::sentence);
    }

    private List<String> notes() {
        WorkspaceSpec spec =
                PipelineFixtures.spec(MODEL, new DataSource(folder, false, null), null, Preprocessing.none(), null);
        try (Workspace workspace = Workspace.open(spec, Progress.none())) {
            return workspace.notes();
        }
    }

    private void images(int classes, int side) throws IOException {
        for (int c = 0; c < classes; c++) {
            image(Files.createDirectory(folder.resolve("c" + c)).resolve("a.png"), side);
        }
    }

    private static void image(Path file, int side) throws IOException {
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }
}
