package dev.whence.engine.data;

import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.store.CacheFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Content ids from an earlier scan of the same dataset, by path, position, size and modification time. Only images that
 * could be read are remembered. A damaged cache file counts as absent.
 */
final class ScanCache {

    private static final String HEADER = "whence-scan-1";
    private static final String ID = "[0-9a-f]{64}";

    private final @Nullable Path file;
    private final Map<String, String> known;

    /** What a file's size and time are, asked once per file. */
    private final Map<Path, String> stamps = new ConcurrentHashMap<>();

    private ScanCache(@Nullable Path file, Map<String, String> known) {
        this.file = file;
        this.known = known;
    }

    static ScanCache open(@Nullable Path folder, ImageDataset dataset) {
        if (folder == null) {
            return new ScanCache(null, Map.of());
        }
        String name = new ContentHash()
                .add(dataset.description().getBytes(StandardCharsets.UTF_8))
                .hex();
        Path file = CacheFolder.prepare(folder).resolve("images").resolve(name.substring(0, 32) + ".tsv");
        return new ScanCache(file, read(file));
    }

    @Nullable
    String id(ImageDataset.Place place) {
        return known.isEmpty() ? null : known.get(key(place));
    }

    /** Replaces the cache file, unless it would stay the same. */
    void save(ImageDataset dataset, @Nullable String[] ids) {
        if (file == null) {
            return;
        }
        StringBuilder body = new StringBuilder();
        int fresh = 0;
        for (int i = 0; i < ids.length; i++) {
            String id = ids[i];
            if (id != null) {
                String key = key(dataset.place(i));
                fresh += id.equals(known.get(key)) ? 0 : 1;
                body.append(key).append('\t').append(id).append('\n');
            }
        }
        if (fresh > 0) {
            AtomicFiles.writeText(file, HEADER + "\t" + hash(body.toString()) + "\n" + body);
        }
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> known = new ConcurrentHashMap<>();
        try {
            if (!Files.isRegularFile(file)) {
                return known;
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int headerEnd = text.indexOf('\n');
            String body = text.substring(headerEnd + 1);
            if (headerEnd < 0 || !text.startsWith(HEADER + "\t" + hash(body) + "\n")) {
                return known;
            }
            for (String line : body.split("\n")) {
                int tab = line.lastIndexOf('\t');
                if (tab > 0 && line.substring(tab + 1).matches(ID)) {
                    known.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
            return known;
        } catch (IOException unreadable) {
            return known;
        }
    }

    private String key(ImageDataset.Place place) {
        String path = place.file().toAbsolutePath().toString();
        String plain = path.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
        return plain + "\t" + place.position() + "\t" + stamps.computeIfAbsent(place.file(), ScanCache::stamp);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + "\t" + attributes.lastModifiedTime().toInstant();
        } catch (IOException gone) {
            return "gone";
        }
    }

    private static String hash(String body) {
        return new ContentHash().add(body.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
