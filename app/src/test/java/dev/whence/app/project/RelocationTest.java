package dev.whence.app.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelocationTest {

    @TempDir
    Path disk;

    @Test
    void oneAnswerMovesEverythingThatLayTogether() throws IOException {
        Path train = Files.createDirectories(disk.resolve("new/data/train"));
        Path net = Files.writeString(disk.resolve("new/net.pt"), "x");
        Relocation relocation = Relocation.none();
        relocation.add(disk.resolve("old/data/train"), train);
        assertEquals(train, relocation.apply(disk.resolve("old/data/train")));
        assertEquals(net, relocation.apply(disk.resolve("old/net.pt")));
    }

    @Test
    void aRenamedFileIsFoundByItself() throws IOException {
        Path renamed = Files.writeString(disk.resolve("better.pt"), "x");
        Relocation relocation = Relocation.none();
        relocation.add(disk.resolve("net.pt"), renamed);
        assertEquals(renamed, relocation.apply(disk.resolve("net.pt")));
    }

    @Test
    void whatIsStillThereStays() throws IOException {
        Path there = Files.createDirectories(disk.resolve("old/test"));
        Files.createDirectories(disk.resolve("new/test"));
        Relocation relocation = Relocation.none();
        relocation.add(disk.resolve("old/train"), Files.createDirectories(disk.resolve("new/train")));
        assertEquals(there, relocation.apply(there));
    }

    @Test
    void whatIsNowhereStaysMissing() throws IOException {
        Relocation relocation = Relocation.none();
        relocation.add(disk.resolve("old/train"), Files.createDirectories(disk.resolve("new/train")));
        assertEquals(disk.resolve("old/test"), relocation.apply(disk.resolve("old/test")));
    }
}
