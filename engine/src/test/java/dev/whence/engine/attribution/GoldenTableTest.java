package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.store.NpzFile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That no stored matrix is forgotten and that the documented table is the current one. */
class GoldenTableTest {

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g3"})
    void everyStoredMatrixIsDeclared(String model) {
        Set<String> declared = GoldenScores.keys().stream()
                .filter(key -> key.model().equals(model))
                .map(GoldenScores.Key::key)
                .collect(Collectors.toCollection(TreeSet::new));
        try (NpzFile stored = NpzFile.open(GoldenAttribution.file(model + "/scores.npz"))) {
            declared.removeIf(key -> !stored.names().contains(key));
            assertEquals(new TreeSet<>(stored.names()), declared);
        }
    }

    @Test
    void theDocumentedTableHasTheDeclaredRows() {
        List<String> rows = GoldenTable.documentedRows();
        List<GoldenScores.Key> keys = GoldenScores.keys();
        assertEquals(keys.size(), rows.size(), "copy engine/target/golden-table.md to " + GoldenTable.DOCUMENTED);
        for (int i = 0; i < keys.size(); i++) {
            GoldenScores.Key key = keys.get(i);
            String row = rows.get(i);
            assertTrue(row.startsWith(GoldenTable.start(key)), () -> key + " is documented as " + row);
            if (key.check().startsWith("never")) {
                assertTrue(row.endsWith("| " + key.check() + " |"), row);
            } else {
                assertTrue(GoldenTable.documented(key) <= Double.parseDouble(key.tolerance()), row);
            }
        }
    }
}
