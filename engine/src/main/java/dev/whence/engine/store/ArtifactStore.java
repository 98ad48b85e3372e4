package dev.whence.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.WorkFailedException;
import dev.whence.engine.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results on disk, one folder each, named by the hash of everything they were computed from. A folder appears whole or
 * not at all; when it is read every byte is checked, and a damaged one is removed as if it had never been. Thread-safe,
 * also among processes.
 */
public final class ArtifactStore {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "manifest.json";
    private static final String MANIFEST_HASH = "manifest.sha256";

    private final @Nullable Path root;
    private final AtomicFiles.Opener opener;

    ArtifactStore(@Nullable Path root, AtomicFiles.Opener opener) {
        this.root = root;
        this.opener = opener;
    }

    /**
     * Also removes what processes that were killed long ago left half-written in the folder.
     *
     * @param folder of the cache; null stores nothing
     * @throws WorkFailedException if the folder cannot be written to
     */
    public static ArtifactStore open(@Nullable Path folder) {
        if (folder == null) {
            return new ArtifactStore(null, AtomicFiles.Opener.DISK);
        }
        Leftovers.sweep(CacheFolder.prepare(folder), Instant.now());
        return new ArtifactStore(folder, AtomicFiles.Opener.DISK);
    }

    /** A store that keeps nothing and finds nothing. */
    public static ArtifactStore none() {
        return open(null);
    }

    /** The result of that key, if it is there and undamaged. */
    public Optional<Artifact> find(ArtifactKey key) {
        if (root == null) {
            return Optional.empty();
        }
        Path folder = folder(root, key);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(load(folder));
        } catch (IOException | BadInputException | Damaged damaged) {
            LOG.warn("Stored result {} is damaged and will be computed again: {}", folder, damaged.getMessage());
            Leftovers.delete(folder);
            return Optional.empty();
        }
    }

    /**
     * Keeps a result.
     *
     * @throws WorkFailedException if the disk is full or the cache cannot be written to; nothing half-written remains
     */
    public void put(ArtifactKey key, Artifact artifact) {
        if (root == null) {
            return;
        }
        Path target = folder(root, key);
        Path part = target.resolveSibling(Leftovers.PART_FOLDER + UUID.randomUUID());
        try {
            Files.createDirectories(part);
            writeMembers(part, key, artifact);
            if (!Files.exists(target)) {
                AtomicFiles.move(part, target);
            }
        } catch (IOException | ReadOnlyFileSystemException failure) {
            if (!Files.isDirectory(target)) {
                throw new WorkFailedException(AtomicFiles.sentence(target, failure), failure);
            }
            LOG.debug("{} was stored by somebody else meanwhile", target, failure);
        } finally {
            Leftovers.delete(part);
        }
    }

    /** Where the finished rows of a result under way are kept until it is whole. */
    public UnfinishedWork unfinished(ArtifactKey key) {
        return new UnfinishedWork(
                root == null ? null : root.resolve("unfinished").resolve(key.hash()));
    }

    private void writeMembers(Path part, ArtifactKey key, Artifact artifact) throws IOException {
        ObjectNode manifest = JSON.createObjectNode().put("format", 1);
        manifest.set("key", key.toJson());
        ObjectNode facts = manifest.putObject("facts");
        artifact.facts().forEach(facts::put);
        ObjectNode members = manifest.putObject("members");
        for (Map.Entry<String, Tensor> array : artifact.arrays().entrySet()) {
            MessageDigest digest = ArtifactKey.digest();
            Path file = part.resolve(array.getKey() + ".npy");
            AtomicFiles.writeForced(
                    file,
                    out -> {
                        OutputStream checked = new DigestOutputStream(out, digest);
                        NpyFile.write(checked, array.getValue());
                        checked.flush();
                    },
                    opener);
            members.put(array.getKey(), HexFormat.of().formatHex(digest.digest()));
        }
        byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
        AtomicFiles.writeForced(part.resolve(MANIFEST), out -> out.write(text), opener);
        byte[] hash = ArtifactKey.sha256(text).getBytes(StandardCharsets.US_ASCII);
        AtomicFiles.writeForced(part.resolve(MANIFEST_HASH), out -> out.write(hash), opener);
    }

    private static Artifact load(Path folder) throws IOException, Damaged {
        byte[] text = Files.readAllBytes(folder.resolve(MANIFEST));
        String hash = new String(Files.readAllBytes(folder.resolve(MANIFEST_HASH)), StandardCharsets.ISO_8859_1);
        if (!ArtifactKey.sha256(text).equals(hash)) {
            throw new Damaged(MANIFEST);
        }
        JsonNode manifest = JSON.readTree(text);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : manifest.path("members").properties()) {
            Path file = folder.resolve(member.getKey() + ".npy");
            MessageDigest digest = ArtifactKey.digest();
            try (InputStream in =
                    new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest)) {
                arrays.put(member.getKey(), NpyFile.read(in, Files.size(file), "in " + file));
                if (in.read() >= 0) {
                    throw new Damaged(file.toString());
                }
            }
            if (!HexFormat.of()
                    .formatHex(digest.digest())
                    .equals(member.getValue().asText())) {
                throw new Damaged(file.toString());
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> fact : manifest.path("facts").properties()) {
            facts.put(fact.getKey(), fact.getValue().asText());
        }
        return new Artifact(arrays, facts);
    }

    private static Path folder(Path root, ArtifactKey key) {
        String hash = key.hash();
        return root.resolve("results").resolve(hash.substring(0, 2)).resolve(hash);
    }

    /** A checksum does not match. Never leaves this class. */
    private static final class Damaged extends Exception {

        Damaged(String what) {
            super("checksum of " + what);
        }
    }
}
