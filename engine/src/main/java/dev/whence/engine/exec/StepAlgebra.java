package dev.whence.engine.exec;

import dev.whence.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Algebra of vectors of parameters over one step of a training, each formula in one call. */
public final class StepAlgebra {

    private StepAlgebra() {}

    /**
     * A point of the way from one vector to another, {@code (1 - part) start + part end} with both products rounded: as
     * PyTorch programs write it, so that networks with kinks are on the same side of each of them.
     *
     * @param start {@code [size]}
     * @param end {@code [size]}
     * @param part of the way, in {@code [0, 1]}
     * @return {@code [size]}
     */
    public static DeviceArray between(DeviceArray start, DeviceArray end, double part) {
        DeviceArray shares = Scope.youngest(start, end).of(Tensor.of(new double[] {1 - part, part}, 2));
        return call(
                "return torch.add(torch.mul(x0, torch.select(x2, 0, 0)), torch.mul(x1, torch.select(x2, 0, 1)))",
                start,
                end,
                shares);
    }

    /**
     * By how much vectors miss the changes of some numbers along the step from one vector to another.
     *
     * @param vectors {@code [m, size]}
     * @param start {@code [size]}
     * @param end {@code [size]}
     * @param changes {@code [m]}
     * @return {@code changes - vectors (end - start)}, {@code [m]}
     */
    public static DeviceArray missed(DeviceArray vectors, DeviceArray start, DeviceArray end, DeviceArray changes) {
        return call("return torch.sub(x3, torch.mv(x0, torch.sub(x2, x1)))", vectors, start, end, changes);
    }

    /**
     * Vectors that do not miss those changes: what is missed is added along the step, {@code factor (vectors + missed d^T /
     * |d|^2)} with {@code d = end - start}. A step that leads nowhere adds nothing.
     *
     * @param missed {@code [m]}
     * @return {@code [m, size]}
     */
    public static DeviceArray closed(
            DeviceArray vectors, DeviceArray start, DeviceArray end, DeviceArray missed, double factor) {
        String part = LayerSources.number(factor);
        String body = "d = torch.sub(x2, x1)\n"
                + "return torch.addr(x0, torch.div(x3, torch.clamp_min(torch.dot(d, d), 1e-30)), d, beta=" + part
                + ", alpha=" + part + ")";
        return call(body, vectors, start, end, missed);
    }

    /**
     * The recursion {@code scale vectors + momentum later}.
     *
     * @param vectors {@code [m, size]}
     * @param scale {@code [1, size]} or {@code [1, 1]}
     * @param later {@code [m, size]}, or none
     */
    public static DeviceArray recursion(
            DeviceArray vectors, DeviceArray scale, @Nullable DeviceArray later, double momentum) {
        return later == null
                ? vectors.multiply(scale)
                : call(
                        "return torch.addcmul(torch.mul(x2, " + LayerSources.number(momentum) + "), x0, x1)",
                        vectors,
                        scale,
                        later);
    }

    private static DeviceArray call(String body, DeviceArray... arrays) {
        return Scope.youngest(arrays)
                .engine()
                .kernels()
                .get(new KernelSource(arrays.length, "Tensor", body))
                .call(arrays);
    }
}
