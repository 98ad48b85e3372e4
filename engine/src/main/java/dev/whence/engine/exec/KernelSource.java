package dev.whence.engine.exec;

/**
 * A function of arrays, written in the serialised dialect of TorchScript so that every operator of libtorch can be
 * used. Two sources with the same text are the same function and are compiled once.
 *
 * @param arguments how many arrays enter; they are called {@code x0}, {@code x1}, ... in the body
 * @param result TorchScript type of the result
 * @param body statements, the last one a {@code return}
 */
record KernelSource(int arguments, String result, String body) {

    /** A function whose result is the given expression of {@code x0}, {@code x1}, ... */
    static KernelSource expression(int arguments, String expression) {
        return new KernelSource(arguments, "Tensor", "return " + expression);
    }

    /** The whole method definition. */
    String definition(String name) {
        StringBuilder text = new StringBuilder("def ")
                .append(name)
                .append("(self: __torch__.")
                .append(TorchScriptArchive.CLASS_NAME);
        for (int i = 0; i < arguments; i++) {
            text.append(", x").append(i).append(": Tensor");
        }
        text.append(") -> ").append(result).append(":\n");
        body.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }
}
