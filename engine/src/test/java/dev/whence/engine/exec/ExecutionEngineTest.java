package dev.whence.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whence.engine.BadInputException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExecutionEngineTest {

    @Test
    void unknownDevicesAreRefusedInASentence() {
        assertEquals(
                "There is no device `tpu`; choose auto, cpu or gpu:N, for example gpu:0.",
                refusal(new ExecutionSettings("tpu", Precision.FLOAT32, 1)));
        assertEquals(
                "The number of threads is 0; give a number of at least 1.",
                refusal(new ExecutionSettings("cpu", Precision.FLOAT32, 0)));
    }

    @Test
    void aMissingGpuIsRefusedWithTheReason() {
        Assumptions.assumeTrue(NativeEngine.gpuCount() == 0);
        String sentence = refusal(new ExecutionSettings("gpu:0", Precision.FLOAT32, 1));
        assertTrue(sentence.startsWith("The device gpu:0 cannot be used: the libtorch in use was built without CUDA"));
        try (ExecutionEngine engine = ExecutionEngine.open(ExecutionSettings.defaults())) {
            assertEquals("cpu", engine.deviceName());
        }
    }

    @Test
    void theReportNamesLibraryDeviceAndSelfTest() {
        DeviceReport report = DeviceReport.make(ExecutionSettings.defaults());
        assertTrue(report.usable());
        assertEquals("2.7.1", report.libtorchVersion());
        assertEquals(1, report.threads());
        assertEquals("A matrix product, a convolution and a gradient on cpu came out right.", report.selfTest());
        if (report.gpus() == 0) {
            assertTrue(report.lines().stream().anyMatch(line -> line.contains("PYTORCH_LIBRARY_PATH")));
        }
    }

    @Test
    void aMissingDeviceIsReportedNotThrown() {
        DeviceReport report = DeviceReport.make(new ExecutionSettings("gpu:99", Precision.FLOAT32, 1));
        assertEquals(false, report.usable());
        assertTrue(report.selfTest().startsWith("The device gpu:99 cannot be used: "));
    }

    @Test
    void nothingIsFetchedFromANetwork() {
        NativeEngine.get();
        assertEquals("true", System.getProperty("ai.djl.offline"));
        assertEquals("true", System.getProperty("OPT_OUT_TRACKING"));
    }

    private static String refusal(ExecutionSettings settings) {
        return assertThrows(
                        BadInputException.class,
                        () -> ExecutionEngine.open(settings).close())
                .sentence();
    }
}
