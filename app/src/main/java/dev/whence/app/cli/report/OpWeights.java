package dev.whence.app.cli.report;

import dev.whence.engine.model.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which trainable weights a layer refers to. */
final class OpWeights {

    private OpWeights() {}

    static List<String> names(Op op) {
        if (op instanceof Op.Conv2d layer) {
            return present(layer.weight(), layer.bias());
        }
        if (op instanceof Op.Linear layer) {
            return present(layer.weight(), layer.bias());
        }
        if (op instanceof Op.BatchNorm layer) {
            return present(layer.weight(), layer.bias());
        }
        if (op instanceof Op.LayerNorm layer) {
            return present(layer.weight(), layer.bias());
        }
        if (op instanceof Op.GroupNorm layer) {
            return present(layer.weight(), layer.bias());
        }
        if (op instanceof Op.PRelu layer) {
            return present(layer.weight(), null);
        }
        if (op instanceof Op.Affine layer) {
            return present(layer.scale(), layer.shift());
        }
        return List.of();
    }

    private static List<String> present(@Nullable String first, @Nullable String second) {
        List<String> names = new ArrayList<>();
        if (first != null) {
            names.add(first);
        }
        if (second != null) {
            names.add(second);
        }
        return names;
    }
}
