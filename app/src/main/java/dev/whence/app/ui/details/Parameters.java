package dev.whence.app.ui.details;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Tensor;
import java.lang.reflect.RecordComponent;

/** Counts the trainable values of one layer. */
final class Parameters {

    private Parameters() {}

    /** Every text component of an operation that names a parameter of the network counts. */
    static long count(Op op, Network network) {
        long count = 0;
        for (RecordComponent component : op.getClass().getRecordComponents()) {
            if (component.getType() == String.class) {
                try {
                    Tensor weight = network.parameters()
                            .get(String.valueOf(component.getAccessor().invoke(op)));
                    count += weight == null ? 0 : weight.size();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return count;
    }
}
