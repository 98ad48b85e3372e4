package dev.whence.engine.model.reader.graph;

/** Where in the model the operation being translated stands. Supplied by the front end. */
public interface CallSite {

    /** Place and layer for messages, for example {@code code/__torch__/net.py:12, layer 'conv1'}. */
    String describe();

    /** The module whose code is being read. */
    Scope scope();

    /**
     * A call of a module.
     *
     * @param path attribute path, empty for the whole model
     * @param call 1 for the first call of this module, then 2, 3, ...
     * @param leaf whether it contains no other modules
     * @param weighted whether it has weights of its own
     */
    record Scope(String path, int call, boolean leaf, boolean weighted) {

        String label() {
            return call > 1 ? path + "#" + call : path;
        }
    }
}
