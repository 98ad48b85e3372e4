package dev.whence.engine.model.reader.pickle;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The element types PyTorch stores that a network can be made of. */
public enum ScalarType {
    FLOAT(4, 7, "F32"),
    DOUBLE(8, 8, "F64"),
    HALF(2, 6, "F16"),
    BFLOAT16(2, 13, "BF16"),
    LONG(8, 5, "I64"),
    INT(4, 4, "I32"),
    SHORT(2, 3, "I16"),
    CHAR(1, 2, "I8"),
    BYTE(1, 1, "U8"),
    BOOL(1, 12, "BOOL");

    private final int bytes;
    private final int exportCode;
    private final String safetensorsName;

    ScalarType(int bytes, int exportCode, String safetensorsName) {
        this.bytes = bytes;
        this.exportCode = exportCode;
        this.safetensorsName = safetensorsName;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE || this == HALF || this == BFLOAT16;
    }

    /** The type of {@code torch.FloatStorage} and its like, or null if unknown. */
    static @Nullable ScalarType ofStorageClass(String name) {
        for (ScalarType type : values()) {
            if (name.toUpperCase(Locale.ROOT).equals(type.name() + "STORAGE")) {
                return type;
            }
        }
        return null;
    }

    /** The type by its number in torch.export archives, or null if unknown. */
    public static @Nullable ScalarType ofExportCode(int code) {
        for (ScalarType type : values()) {
            if (type.exportCode == code) {
                return type;
            }
        }
        return null;
    }

    /** The type by its name in safetensors headers, or null if unknown. */
    public static @Nullable ScalarType ofSafetensorsName(String name) {
        for (ScalarType type : values()) {
            if (type.safetensorsName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
