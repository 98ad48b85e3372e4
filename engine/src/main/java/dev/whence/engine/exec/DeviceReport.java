package dev.whence.engine.exec;

/** Tells which devices can be used, and why others cannot. */
final class DeviceReport {

    private DeviceReport() {}

    static String whyNoGpu() {
        return "libtorch finds no CUDA device";
    }
}
