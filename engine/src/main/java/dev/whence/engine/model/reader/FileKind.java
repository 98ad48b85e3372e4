package dev.whence.engine.model.reader;

import dev.whence.engine.model.file.NetworkFiles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a file is, judged by its first bytes. */
enum FileKind {
    EMPTY("the file is empty; save the model again"),
    ZIP(""),
    SAFETENSORS(""),
    NETWORK(""),
    LEGACY_TORCH(
            "the file has the PyTorch format from before version 1.6; load it with a newer PyTorch and torch.save it"
                    + " again, or better, save it with torch.jit.trace(model.eval(), example).save(\"model.pt\")"),
    PICKLE("the file is a bare Python pickle, not a PyTorch archive; save the model with"
            + " torch.jit.trace(model.eval(), example).save(\"model.pt\")"),
    PNG("not a PyTorch archive: it looks like a PNG image; choose the model file"),
    JPEG("not a PyTorch archive: it looks like a JPEG image; choose the model file"),
    HDF5("not a PyTorch archive: it looks like an HDF5 (Keras) file; only PyTorch models can be opened"),
    NUMPY("not a PyTorch archive: it looks like a NumPy array; choose the model file"),
    ONNX("not a PyTorch archive: it looks like an ONNX file, which cannot be opened; save the model with"
            + " torch.jit.trace(model.eval(), example).save(\"model.pt\")"),
    TEXT("not a PyTorch archive: it looks like a text file; choose the model file"),
    UNKNOWN("not a PyTorch archive; choose a model saved with torch.jit.trace(model.eval(),"
            + " example).save(\"model.pt\") or torch.export");

    private final String refusal;

    FileKind(String refusal) {
        this.refusal = refusal;
    }

    /** Why it cannot be opened; empty where it can. */
    String refusal() {
        return refusal;
    }

    static FileKind of(byte[] head, String fileName) {
        if (head.length == 0) {
            return EMPTY;
        }
        if (starts(head, 'P', 'K', 3, 4) || starts(head, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (starts(head, 0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9)) {
            return LEGACY_TORCH;
        }
        if (starts(head, 0x89, 'P', 'N', 'G')) {
            return PNG;
        }
        if (starts(head, 0xff, 0xd8, 0xff)) {
            return JPEG;
        }
        if (starts(head, 0x89, 'H', 'D', 'F')) {
            return HDF5;
        }
        if (starts(head, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return NUMPY;
        }
        if (NetworkFiles.startsLikeLayers(new String(head, StandardCharsets.ISO_8859_1))) {
            return NETWORK;
        }
        if (fileName.endsWith(".safetensors") || (head.length > 8 && head[8] == '{')) {
            return SAFETENSORS;
        }
        if (starts(head, 0x80) && head.length > 1 && head[1] <= 5) {
            return PICKLE;
        }
        if (fileName.endsWith(".onnx")) {
            return ONNX;
        }
        return isText(head) ? TEXT : UNKNOWN;
    }

    private static boolean starts(byte[] head, int... wanted) {
        if (head.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (head[i] != (byte) wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] head) {
        byte[] sample = Arrays.copyOf(head, Math.min(head.length, 256));
        return new String(sample, StandardCharsets.ISO_8859_1)
                .chars()
                .allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= 32 && c != 127));
    }
}
