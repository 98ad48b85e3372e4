package dev.whence.sampledata;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Copies bundled files into a folder, so that each is either there complete or not at all. The list of files and their
 * SHA-256 sums is the resource {@code SHA256SUMS} in the format of the program sha256sum.
 */
final class ResourceUnpacker {

    private final String location;

    /** @param location resource folder, ending with a slash */
    ResourceUnpacker(String location) {
        this.location = location;
    }

    void unpackInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String line : new String(read("SHA256SUMS"), StandardCharsets.UTF_8).split("\n")) {
            String[] sumAndName = line.split(" {2}", 2);
            Path target = folder.resolve(sumAndName[1]);
            if (!Files.isRegularFile(target)
                    || !sha256(Files.readAllBytes(target)).equals(sumAndName[0])) {
                place(checked(sumAndName[1], sumAndName[0]), target);
            }
        }
    }

    private byte[] checked(String name, String sum) throws IOException {
        byte[] content = read(name);
        if (!sha256(content).equals(sum)) {
            throw new IOException("the bundled file " + name + " is damaged");
        }
        return content;
    }

    private byte[] read(String name) throws IOException {
        try (InputStream stream = ResourceUnpacker.class.getResourceAsStream(location + name)) {
            if (stream == null) {
                throw new IOException("the bundled file " + name + " is missing");
            }
            return stream.readAllBytes();
        }
    }

    /** Through a temporary file beside the target, so that a full disk or a kill leaves no half file. */
    private static void place(byte[] content, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(folder, "unpacking-", ".tmp");
        try {
            Files.copy(new ByteArrayInputStream(content), temporary, StandardCopyOption.REPLACE_EXISTING);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
