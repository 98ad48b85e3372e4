package dev.whence.engine.exec;

import ai.djl.pytorch.engine.PtNDArray;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A dense array in device memory, immutable. Operands of one operation broadcast as in NumPy, and the result lands in
 * the youngest scope among them (see {@link Scope}). Axes count the batch as axis 0; negative axes count from the end.
 */
public final class DeviceArray implements AutoCloseable {

    private final Scope scope;
    private final PtNDArray handle;

    DeviceArray(Scope scope, PtNDArray handle) {
        this.scope = scope;
        this.handle = handle;
    }

    /** The owner of this array's memory. */
    public Scope scope() {
        return scope;
    }

    public Shape shape() {
        return Shape.of(Transfer.shapeOf(handle));
    }

    /** A copy in host memory: float32, float64 or int64; truth values become 0 and 1. */
    public Tensor toHost() {
        return Transfer.download(handle);
    }

    /** Frees this array before its scope closes. Doing so twice is harmless. */
    @Override
    public void close() {
        handle.close();
    }

    public DeviceArray add(DeviceArray other) {
        return apply("torch.add(x0, x1)", other);
    }

    public DeviceArray subtract(DeviceArray other) {
        return apply("torch.sub(x0, x1)", other);
    }

    public DeviceArray multiply(DeviceArray other) {
        return apply("torch.mul(x0, x1)", other);
    }

    public DeviceArray divide(DeviceArray other) {
        return apply("torch.div(x0, x1)", other);
    }

    /**
     * Divides row by row, with the other's last row for all the rows that are left. Nothing is copied for that.
     *
     * @param other {@code [m, ...]} like this, m below this array's rows
     */
    public DeviceArray divideManyByLast(DeviceArray other) {
        return manyWithLast("div", other);
    }

    /** As {@link #divideManyByLast}, multiplied. */
    public DeviceArray multiplyManyByLast(DeviceArray other) {
        return manyWithLast("mul", other);
    }

    private DeviceArray manyWithLast(String function, DeviceArray other) {
        String body = String.join(
                "\n",
                "r = torch.sub(torch.size(x1, 0), 1)",
                "o = torch.empty_like(x0)",
                "_0 = torch." + function + "(torch.slice(x0, 0, 0, r), torch.slice(x1, 0, 0, r),"
                        + " out=torch.slice(o, 0, 0, r))",
                "_1 = torch." + function + "(torch.slice(x0, 0, r), torch.slice(x1, 0, r), out=torch.slice(o, 0, r))",
                "return o");
        return scope.engine().kernels().get(new KernelSource(2, "Tensor", body)).call(this, other);
    }

    public DeviceArray add(double value) {
        return add(scope.scalar(value));
    }

    public DeviceArray multiply(double value) {
        return multiply(scope.scalar(value));
    }

    public DeviceArray negate() {
        return apply("torch.neg(x0)");
    }

    public DeviceArray abs() {
        return apply("torch.abs(x0)");
    }

    /** -1, 0 or 1. */
    public DeviceArray sign() {
        return apply("torch.sign(x0)");
    }

    /** {@code magnitude} where this is 0 or above, its negative below; both zeros count as 0. */
    public DeviceArray signed(double magnitude) {
        // Adding a zero makes -0 a +0; a literal one would be optimised away.
        return apply("torch.copysign(x1, torch.add(x0, x2))", scope.scalar(magnitude), scope.scalar(0));
    }

    public DeviceArray square() {
        return apply("torch.mul(x0, x0)");
    }

    public DeviceArray sqrt() {
        return apply("torch.sqrt(x0)");
    }

    public DeviceArray exp() {
        return apply("torch.exp(x0)");
    }

    public DeviceArray log() {
        return apply("torch.log(x0)");
    }

    public DeviceArray relu() {
        return apply("torch.relu(x0)");
    }

    /** Every value below {@code least} becomes {@code least}. */
    public DeviceArray atLeast(double least) {
        return apply("torch.maximum(x0, torch.to(x1, x0))", scope.scalar(least));
    }

    /** Every value above {@code most} becomes {@code most}. */
    public DeviceArray atMost(double most) {
        return apply("torch.minimum(x0, torch.to(x1, x0))", scope.scalar(most));
    }

    /** Every value is moved into {@code [least, most]}. */
    public DeviceArray clamp(double least, double most) {
        return atLeast(least).atMost(most);
    }

    /** Truth values: where this is larger than the other. */
    public DeviceArray greaterThan(DeviceArray other) {
        return apply("torch.gt(x0, x1)", other);
    }

    /** Truth values: where this is at least the other. */
    public DeviceArray atLeastAs(DeviceArray other) {
        return apply("torch.ge(x0, x1)", other);
    }

    /** Truth values: where this equals the other. */
    public DeviceArray equalTo(DeviceArray other) {
        return apply("torch.eq(x0, x1)", other);
    }

    /** With truth values as this array: {@code yes} where true, {@code no} elsewhere. */
    public DeviceArray choose(DeviceArray yes, DeviceArray no) {
        return apply("torch.where(x0, x1, x2)", yes, no);
    }

    /** This where the other is above 0, and 0 elsewhere. */
    public DeviceArray whereAbove(DeviceArray other) {
        return apply("torch.threshold_backward(x0, x1, 0)", other);
    }

    /** Matrix product over the last two axes; leading axes broadcast. */
    public DeviceArray matmul(DeviceArray other) {
        return apply("torch.matmul(x0, x1)", other);
    }

    /** Exchanges two axes. */
    public DeviceArray transpose(int first, int second) {
        return apply("torch.transpose(x0, " + first + ", " + second + ")");
    }

    /** @param order the source axis of each result axis */
    public DeviceArray permute(int... order) {
        return apply("torch.permute(x0, " + Arrays.toString(order) + ")");
    }

    /** @param shape at most one size may be -1: whatever is left */
    public DeviceArray reshape(int... shape) {
        return apply("torch.reshape(x0, annotate(List[int], " + Arrays.toString(shape) + "))");
    }

    public DeviceArray broadcastTo(int... shape) {
        return apply("torch.expand(x0, " + Arrays.toString(shape) + ")");
    }

    /** The sum of all values, an array without axes. */
    public DeviceArray sum() {
        return apply("torch.sum(x0)");
    }

    public DeviceArray sum(boolean keepAxes, int... axes) {
        return apply("torch.sum(x0, " + Arrays.toString(axes) + ", " + LayerSources.truth(keepAxes) + ")");
    }

    public DeviceArray mean(boolean keepAxes, int... axes) {
        return apply("torch.mean(x0, " + Arrays.toString(axes) + ", " + LayerSources.truth(keepAxes) + ")");
    }

    public DeviceArray max(boolean keepAxes, int... axes) {
        return apply("torch.amax(x0, " + Arrays.toString(axes) + ", " + LayerSources.truth(keepAxes) + ")");
    }

    /** Entries {@code from} to {@code to - 1} of an axis. */
    public DeviceArray slice(int axis, int from, int to) {
        return apply(
                "torch.slice(x0, " + axis + ", int(x1), int(x2))",
                scope.of(Tensor.of(new long[] {from}, 1)),
                scope.of(Tensor.of(new long[] {to}, 1)));
    }

    /** @param positions int64, {@code [m]}, the entries of the axis to take */
    public DeviceArray take(int axis, DeviceArray positions) {
        return apply("torch.index_select(x0, " + axis + ", x1)", positions);
    }

    /**
     * Sums columns that fall into the same place.
     *
     * @param positions int64, {@code [columns]}: where each column of this matrix {@code [n, columns]} goes
     * @param width columns of the result; those that nothing falls into are zero
     * @return {@code [n, width]}
     */
    public DeviceArray gatherInto(DeviceArray positions, int width) {
        return run("torch.index_add(x2, 1, x1, x0)", this, positions, scope.full(0, shape().dim(0), width));
    }

    public static DeviceArray concat(int axis, List<DeviceArray> arrays) {
        String names =
                IntStream.range(0, arrays.size()).mapToObj(i -> "x" + i).collect(Collectors.joining(", ", "[", "]"));
        return run("torch.cat(" + names + ", " + axis + ")", arrays.toArray(new DeviceArray[0]));
    }

    /** The natural logarithm of the softmax along an axis. */
    public DeviceArray logSoftmax(int axis) {
        return apply("torch.log_softmax(x0, " + axis + ")");
    }

    /**
     * Cross-correlation of images {@code [n, in, h, w]} with zero padding.
     *
     * @param weight {@code [out, in / groups, kh, kw]}
     */
    public DeviceArray conv2d(DeviceArray weight, Convolution how) {
        return apply(
                "torch.conv2d(x0, x1, None, " + LayerSources.pair(how.stride()) + ", "
                        + LayerSources.pair(how.padding()) + ", " + LayerSources.pair(how.dilation()) + ", "
                        + how.groups() + ")",
                weight);
    }

    /**
     * The transpose of {@link #conv2d} with respect to its image: from values at the convolution's output back to its
     * input.
     *
     * @param weight {@code [out, in / groups, kh, kw]}, as in the convolution
     * @param height rows of the convolution's input
     * @param width columns of the convolution's input
     * @return {@code [n, in, height, width]}
     */
    public DeviceArray conv2dTransposed(DeviceArray weight, Convolution how, int height, int width) {
        Shape kernel = weight.shape();
        int bottom = height
                - extent(
                        shape().dim(2),
                        how.stride().vertical(),
                        how.padding().vertical(),
                        how.dilation().vertical(),
                        kernel.dim(2));
        int right = width
                - extent(
                        shape().dim(3),
                        how.stride().horizontal(),
                        how.padding().horizontal(),
                        how.dilation().horizontal(),
                        kernel.dim(3));
        return apply(
                "torch.conv_transpose2d(x0, x1, None, " + LayerSources.pair(how.stride()) + ", "
                        + LayerSources.pair(how.padding()) + ", [" + bottom + ", " + right + "], " + how.groups()
                        + ", " + LayerSources.pair(how.dilation()) + ")",
                weight);
    }

    /**
     * The gradient of a maximum pooling: every value goes to the position of its window's maximum, the first one on ties.
     * This is what was pooled, {@code [n, c, h, w]}, or {@code [1, c, h, w]} for all values.
     *
     * @param maxima the pooled values, {@code [n, c, oh, ow]}, or one for all like this
     * @param values at the output, {@code [n, c, oh, ow]}
     * @return {@code [n, c, h, w]}
     */
    public DeviceArray toMaxima(DeviceArray maxima, DeviceArray values, Op.MaxPool2d how) {
        return toMaxima(maxima, values, how, false);
    }

    /**
     * The same where the last of the pooled images goes with all the values that are left.
     *
     * @param maxima the pooled values, {@code [m, c, oh, ow]} like this
     * @param values at the output, {@code [n, c, oh, ow]}, n above m
     */
    public DeviceArray toMaximaManyOfLast(DeviceArray maxima, DeviceArray values, Op.MaxPool2d how) {
        return toMaxima(maxima, values, how, true);
    }

    private DeviceArray toMaxima(DeviceArray maxima, DeviceArray values, Op.MaxPool2d how, boolean manyOfLast) {
        KernelSource source = MaxPooling.toMaxima(how, shape(), maxima.shape(), manyOfLast);
        return scope.engine().kernels().get(source).call(this, maxima, values);
    }

    /**
     * The windows that a convolution sees, one column each.
     *
     * @param height of the kernel
     * @param width of the kernel
     * @return {@code [n, channels * height * width, windows]}
     */
    public DeviceArray windows(int height, int width, Convolution how) {
        return apply("torch.im2col(x0, [" + height + ", " + width + "], " + LayerSources.pair(how.dilation()) + ", "
                + LayerSources.pair(how.padding()) + ", " + LayerSources.pair(how.stride()) + ")");
    }

    /**
     * The transpose of {@link #windows} for columns of one repeated value: every value goes to all places of its window.
     *
     * @param kernelHeight of the kernel
     * @param kernelWidth of the kernel
     * @param height rows of the convolution's input
     * @param width columns of the convolution's input
     * @return {@code [n, c, height, width]}
     */
    public DeviceArray overWindows(int kernelHeight, int kernelWidth, Convolution how, int height, int width) {
        int[] shape = shape().toArray();
        int places = kernelHeight * kernelWidth;
        int count = shape[2] * shape[3];
        DeviceArray columns = reshape(shape[0], shape[1], 1, count)
                .broadcastTo(shape[0], shape[1], places, count)
                .reshape(shape[0], shape[1] * places, count);
        return columns.apply("torch.col2im(x0, [" + height + ", " + width + "], [" + kernelHeight + ", " + kernelWidth
                + "], " + LayerSources.pair(how.dilation()) + ", " + LayerSources.pair(how.padding()) + ", "
                + LayerSources.pair(how.stride()) + ")");
    }

    /**
     * The LU decomposition of a square matrix, to solve systems with.
     *
     * @return both factors in one matrix {@code [d, d]}, and the row exchanges, int64 {@code [d]}
     * @throws dev.whence.engine.job.CancelledException as soon as the work is cancelled
     */
    public List<DeviceArray> luFactors(Progress progress) {
        String body = "factors, pivots = torch.linalg_lu_factor(x0)\nreturn [factors, torch.to(pivots, 4)]";
        return LongCall.run(new KernelSource(1, "List[Tensor]", body), progress, this);
    }

    /**
     * Solves {@code A X = right}, with this the factors of A.
     *
     * @param pivots from {@link #luFactors}
     * @param right {@code [d, m]}
     * @return {@code [d, m]}
     */
    public DeviceArray luSolve(DeviceArray pivots, DeviceArray right) {
        return apply("torch.linalg_lu_solve(x0, torch.to(x1, 3), x2)", pivots, right);
    }

    /**
     * The eigenvalues of a symmetric matrix, ascending, and its eigenvectors as columns.
     *
     * @return {@code [d]} and {@code [d, d]}
     * @throws dev.whence.engine.job.CancelledException as soon as the work is cancelled
     */
    public List<DeviceArray> symmetricEigen(Progress progress) {
        String body = "values, vectors = torch.linalg_eigh(x0)\nreturn [values, vectors]";
        return LongCall.run(new KernelSource(1, "List[Tensor]", body), progress, this);
    }

    /** The softmax along an axis. */
    public DeviceArray softmax(int axis) {
        return apply("torch.softmax(x0, " + axis + ")");
    }

    private static int extent(int outputs, int stride, int padding, int dilation, int kernel) {
        return (outputs - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1;
    }

    PtNDArray handle() {
        return handle;
    }

    private DeviceArray apply(String expression, DeviceArray... others) {
        DeviceArray[] all = new DeviceArray[others.length + 1];
        all[0] = this;
        System.arraycopy(others, 0, all, 1, others.length);
        return run(expression, all);
    }

    private static DeviceArray run(String expression, DeviceArray... arrays) {
        return arrays[0]
                .scope
                .engine()
                .kernels()
                .get(KernelSource.expression(arrays.length, expression))
                .call(arrays);
    }
}
