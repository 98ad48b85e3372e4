package dev.whence.engine.model.reader.graph;

/** What an operation becomes: layers in the graph, a constant or a plain value. */
@FunctionalInterface
interface OpRule {

    Object apply(OpCall call);
}
