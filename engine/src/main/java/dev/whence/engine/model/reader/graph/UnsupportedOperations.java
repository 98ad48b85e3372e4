package dev.whence.engine.model.reader.graph;

import java.util.Set;

/** Words for operations that are refused. */
public final class UnsupportedOperations {

    private static final Set<String> ATTENTION =
            Set.of("scaled_dot_product_attention", "_native_multi_head_attention", "baddbmm");

    /** Operations that image classifiers use in their attention layers and hardly anywhere else. */
    private static final Set<String> AROUND_ATTENTION =
            Set.of("bmm", "einsum", "expand", "masked_fill", "masked_fill_", "new_zeros", "roll", "swapaxes");

    /** What to do where nothing more special is known. */
    static final String REMEDY =
            "; compute this step with usual layers, or leave it out of the model, and save the model again";

    private UnsupportedOperations() {}

    /** Whether the operation is the heart of an attention layer, which says more than the first stumbling block. */
    public static boolean isAttention(String operation) {
        return ATTENTION.contains(operation);
    }

    /** A sentence without place. */
    public static String sentence(String operation) {
        if (ATTENTION.contains(operation)) {
            return "attention (aten::" + operation + ") is not supported; convolutional and fully connected classifiers"
                    + " are";
        }
        if (AROUND_ATTENTION.contains(operation)) {
            return "operation aten::" + operation + ", as in the attention layers of vision transformers, is not"
                    + " supported; convolutional and fully connected classifiers are";
        }
        if (operation.contains("mkldnn") || operation.contains("MKLDNN")) {
            return "the file was made with torch.jit.optimize_for_inference, which drops the weights (operation "
                    + operation + ", PyTorch cannot load the file either); save the model without it";
        }
        if (operation.contains("quantize") || operation.startsWith("quantized")) {
            return "quantized models are not supported (operation " + operation + "); save the float model";
        }
        if (operation.contains("lstm") || operation.contains("gru") || operation.contains("rnn")) {
            return "recurrent layers (aten::" + operation + ") are not supported; convolutional and fully connected"
                    + " classifiers are";
        }
        return "operation aten::" + operation + " is not supported";
    }
}
