package dev.whence.engine.attribution;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.exec.Precision;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods whose scores float32 must not change by more than a thousandth of the largest. */
class GoldenFloat32Test {

    private static GoldenAttribution golden;

    @BeforeAll
    static void open() {
        golden = GoldenAttribution.open(Precision.FLOAT32);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    @ParameterizedTest
    @CsvSource({
        "g1, tracincp",
        "g1, cosincp",
        "g1, if_datainf_reg1e-1",
        "g1, trak1_sm64_k512_reg0",
        "g1, trak3_sm64_k512_reg1e-3",
        "g3, tracincp",
        "g3, cosincp",
        "g3, if_datainf_reg1e-1",
        "g3, if_datainf_reg1e-2",
        "g3, trak1_sm64_k512_reg0",
        "g3, trak3_sm64_k512_reg1e-3"
    })
    void scoresInFloat32StayWithinAThousandth(String model, String key) {
        double error = GoldenScores.error(GoldenScores.key(model, key), golden);
        assertTrue(error <= 1e-3, () -> "largest difference relative to the largest score: " + error);
    }
}
