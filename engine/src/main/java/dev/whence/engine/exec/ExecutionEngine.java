package dev.whence.engine.exec;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device to compute on. Opening is cheap: the native library is loaded at the first use of the device (at once for
 * {@code gpu:N}, to say whether there is one). Safe for use by several threads. Nothing is ever downloaded.
 */
public final class ExecutionEngine implements AutoCloseable {

    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

    private final ExecutionSettings settings;
    private @Nullable Scope root;
    private @Nullable KernelLibrary kernels;
    private boolean closed;

    private ExecutionEngine(ExecutionSettings settings) {
        this.settings = settings;
    }

    /**
     * Chooses a device.
     *
     * @throws BadInputException if there is no such device, or the number of threads is not positive
     * @throws dev.whence.engine.WorkFailedException if a GPU is asked for and the native library cannot be loaded
     */
    public static ExecutionEngine open(ExecutionSettings settings) {
        if (settings.threads() < 1) {
            throw new BadInputException(
                    "The number of threads is " + settings.threads() + "; give a number of at least 1.");
        }
        String device = settings.device().toLowerCase(Locale.ROOT);
        Matcher gpu = GPU.matcher(device);
        if (gpu.matches()) {
            requireGpu(device, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        } else if (!device.equals("auto") && !device.equals("cpu")) {
            throw new BadInputException(
                    "There is no device `" + settings.device() + "`; choose auto, cpu or gpu:N, for example gpu:0.");
        }
        return new ExecutionEngine(settings);
    }

    private static void requireGpu(String name, int number) {
        int found = NativeEngine.gpuCount();
        if (number >= found) {
            throw new BadInputException("The device " + name + " cannot be used: "
                    + (found == 0 ? DeviceReport.whyNoGpu() : "there are only " + found + " GPUs, numbered from 0")
                    + "; choose --device cpu, or run `whence doctor` for what to do.");
        }
    }

    public ExecutionSettings settings() {
        return settings;
    }

    /** Where the work is done: {@code cpu} or {@code gpu:N}. Loads the native library. */
    public String deviceName() {
        Device device = root().manager().getDevice();
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /**
     * A new scope for the calling thread, to compute with arrays. Close it.
     *
     * @throws dev.whence.engine.WorkFailedException if the native library cannot be loaded
     */
    public Scope scope() {
        NativeEngine.useThreads(settings.threads());
        return root().open();
    }

    /**
     * Compiles a network and copies its weights to the device, once.
     *
     * @throws dev.whence.engine.WorkFailedException if the native library cannot be loaded or memory is short
     */
    public NetworkRunner load(Network network) {
        return new NetworkRunner(this, network);
    }

    /**
     * Opens a TorchScript file to be run as it is, by libtorch's own interpreter, on the CPU in float32: the measure
     * against which an imported network is held. A TorchScript file is a program; give only one that was checked.
     *
     * @param cleanCopy a file that only holds what our own reader has accepted
     * @throws ArchiveNotRunnableException if libtorch cannot load it
     */
    public ArchiveRunner loadArchive(Path cleanCopy) throws ArchiveNotRunnableException {
        NativeEngine.get();
        return new ArchiveRunner(cleanCopy);
    }

    /** Frees everything on the device, loaded networks included. */
    @Override
    public synchronized void close() {
        closed = true;
        if (root != null) {
            root.close();
            root = null;
            kernels = null;
        }
    }

    DataType floatType() {
        return settings.precision() == Precision.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    synchronized KernelLibrary kernels() {
        if (kernels == null) {
            kernels = new KernelLibrary(root().manager());
        }
        return kernels;
    }

    private synchronized Scope root() {
        if (closed) {
            throw new IllegalStateException("this engine is closed");
        }
        if (root == null) {
            Engine engine = NativeEngine.get();
            root = new Scope(this, (PtNDManager) engine.newBaseManager(device()));
        }
        return root;
    }

    private Device device() {
        String name = settings.device().toLowerCase(Locale.ROOT);
        Matcher gpu = GPU.matcher(name);
        if (gpu.matches()) {
            return Device.gpu(gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        }
        return name.equals("auto") && NativeEngine.gpuCount() > 0 ? Device.gpu() : Device.cpu();
    }
}
