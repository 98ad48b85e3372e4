package dev.whence.engine.attribution;

import dev.whence.engine.exec.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Score matrices of the attribution methods against the reference, in float64; prints the table of errors. */
class GoldenScoresTest {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT64);
    }

    @AfterAll
    static void close() {
        golden.close();
        System.out.println(GoldenTable.measured());
    }

    static Stream<GoldenScores.Key> quick() {
        return GoldenScores.keys().stream().filter(key -> key.check().equals("quick"));
    }

    static Stream<GoldenScores.Key> slow() {
        return GoldenScores.keys().stream().filter(key -> key.check().equals("slow"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("quick")
    void equalsTheReference(GoldenScores.Key key) {
        GoldenScores.check(key, GoldenScores.error(key, golden));
    }

    /** Many Hessian products each; run with {@code -Dwhence.excludedTests=}. */
    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("slow")
    void equalsTheReferenceAtLength(GoldenScores.Key key) {
        equalsTheReference(key);
    }
}
