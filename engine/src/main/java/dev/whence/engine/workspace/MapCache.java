package dev.whence.engine.workspace;

import dev.whence.engine.relevance.Heatmaps;
import dev.whence.engine.store.Artifact;
import dev.whence.engine.store.ArtifactKey;
import dev.whence.engine.store.ArtifactStore;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Heatmaps by everything they were computed from: the latest in memory, all but huge ones on disk. Thread-safe. */
final class MapCache {

    private static final long MEMORY_BYTES = 128L << 20;
    private static final long LARGEST_ON_DISK = 32L << 20;

    private final ArtifactStore store;
    private final Map<ArtifactKey, List<Heatmaps>> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    MapCache(ArtifactStore store) {
        this.store = store;
    }

    /** The sets of maps of that key, computed if they are nowhere. */
    List<Heatmaps> get(ArtifactKey key, Supplier<List<Heatmaps>> computation) {
        synchronized (recent) {
            List<Heatmaps> known = recent.get(key);
            if (known != null) {
                return known;
            }
        }
        Optional<Artifact> stored = store.find(key);
        List<Heatmaps> maps;
        if (stored.isPresent()) {
            maps = read(stored.get());
        } else {
            maps = List.copyOf(computation.get());
            if (bytes(maps) <= LARGEST_ON_DISK) {
                store.put(key, written(maps));
            }
        }
        remember(key, maps);
        return maps;
    }

    private void remember(ArtifactKey key, List<Heatmaps> maps) {
        synchronized (recent) {
            List<Heatmaps> before = recent.put(key, maps);
            held += bytes(maps) - (before == null ? 0 : bytes(before));
            Iterator<List<Heatmaps>> oldest = recent.values().iterator();
            while (held > MEMORY_BYTES && recent.size() > 1) {
                held -= bytes(oldest.next());
                oldest.remove();
            }
        }
    }

    private static long bytes(List<Heatmaps> maps) {
        return maps.stream().mapToLong(set -> 8L * set.relevance().size()).sum();
    }

    private static Artifact written(List<Heatmaps> maps) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        for (int s = 0; s < maps.size(); s++) {
            double[] explained = maps.get(s).explained();
            arrays.put("relevance" + s, maps.get(s).relevance());
            arrays.put("explained" + s, Tensor.of(explained, explained.length));
        }
        return new Artifact(arrays, Map.of());
    }

    private static List<Heatmaps> read(Artifact artifact) {
        List<Heatmaps> maps = new ArrayList<>();
        for (int s = 0; artifact.arrays().containsKey("relevance" + s); s++) {
            maps.add(new Heatmaps(
                    member(artifact, "relevance" + s),
                    member(artifact, "explained" + s).doubles()));
        }
        return maps;
    }

    private static Tensor member(Artifact artifact, String name) {
        Tensor found = artifact.arrays().get(name);
        if (found == null) {
            throw new IllegalStateException("stored heatmaps lack " + name);
        }
        return found;
    }
}
