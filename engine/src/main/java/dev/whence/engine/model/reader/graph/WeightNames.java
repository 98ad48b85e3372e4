package dev.whence.engine.model.reader.graph;

import dev.whence.engine.model.Op;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Which weights a layer refers to. */
public final class WeightNames {

    private WeightNames() {}

    /** Names of the weights and constants of a layer, in a fixed order. */
    public static List<String> of(Op op) {
        if (op instanceof Op.Conv2d conv) {
            return present(conv.weight(), conv.bias());
        }
        if (op instanceof Op.Linear linear) {
            return present(linear.weight(), linear.bias());
        }
        if (op instanceof Op.BatchNorm norm) {
            return present(norm.weight(), norm.bias(), norm.mean(), norm.variance());
        }
        if (op instanceof Op.LayerNorm norm) {
            return present(norm.weight(), norm.bias());
        }
        if (op instanceof Op.GroupNorm norm) {
            return present(norm.weight(), norm.bias());
        }
        if (op instanceof Op.PRelu prelu) {
            return present(prelu.weight());
        }
        if (op instanceof Op.Affine affine) {
            return present(affine.scale(), affine.shift());
        }
        return List.of();
    }

    private static List<String> present(@org.jspecify.annotations.Nullable String... names) {
        return Stream.of(names).filter(Objects::nonNull).toList();
    }
}
