package dev.whence.engine.exec;

import dev.whence.engine.WhenceException;
import dev.whence.engine.model.Op.Pair;
import dev.whence.engine.tensor.Tensor;

/**
 * A matrix product, a convolution and a gradient whose results are known exactly.
 *
 * @param right whether all three came out as they must
 * @param sentence for people
 */
record SelfTest(boolean right, String sentence) {

    static SelfTest run(ExecutionSettings settings) {
        try (ExecutionEngine engine = ExecutionEngine.open(settings);
                Scope scope = engine.scope()) {
            String device = engine.deviceName();
            if (!productIsRight(scope)) {
                return new SelfTest(false, "A matrix product on " + device + " came out wrong; do not trust results.");
            }
            if (!convolutionIsRight(scope)) {
                return new SelfTest(false, "A convolution on " + device + " came out wrong; do not trust results.");
            }
            if (!gradientIsRight(scope)) {
                return new SelfTest(false, "A gradient on " + device + " came out wrong; do not trust results.");
            }
            return new SelfTest(
                    true, "A matrix product, a convolution and a gradient on " + device + " came out right.");
        } catch (WhenceException e) {
            return new SelfTest(false, e.sentence());
        } catch (RuntimeException e) {
            // The documented boundary to native code: a diagnosis must not end in the error it is asked about.
            return new SelfTest(false, "A small computation failed: " + NativeEngine.firstLine(e) + ".");
        }
    }

    private static boolean productIsRight(Scope scope) {
        DeviceArray a = scope.of(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2));
        Tensor product = a.matmul(a).toHost();
        return product.get(0) == 7 && product.get(1) == 10 && product.get(2) == 15 && product.get(3) == 22;
    }

    private static boolean convolutionIsRight(Scope scope) {
        DeviceArray image = scope.full(1, 1, 1, 4, 4);
        DeviceArray kernel = scope.full(1, 1, 1, 3, 3);
        Convolution padded = new Convolution(Pair.of(1), Pair.of(1), Pair.of(1), 1);
        Tensor sums = image.conv2d(kernel, padded).toHost();
        return sums.get(0) == 4 && sums.get(1) == 6 && sums.get(5) == 9;
    }

    private static boolean gradientIsRight(Scope scope) {
        DeviceArray x = scope.variable(scope.scalar(3));
        return Autograd.gradient(x.square(), x, scope.scalar(1)).toHost().get(0) == 6;
    }
}
