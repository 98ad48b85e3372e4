package dev.whence.engine.model.reader.graph;

/**
 * A value that depends on the image: a node of the graph under construction. In-place operations make the same handle
 * stand for a later node; handles that share memory with a changed one become stale.
 */
public final class GraphTensor {

    /** Counts the in-place changes of one piece of memory. */
    private static final class Memory {
        private int changes;
    }

    private final Memory memory;
    private int seenChanges;
    private int node;
    private int[] shape;

    private GraphTensor(Memory memory, int node, int[] shape) {
        this.memory = memory;
        this.seenChanges = memory.changes;
        this.node = node;
        this.shape = shape.clone();
    }

    /** A value in memory of its own. */
    static GraphTensor fresh(int node, int[] shape) {
        return new GraphTensor(new Memory(), node, shape);
    }

    /** Another value in the memory of this one. */
    GraphTensor view(int newNode, int[] newShape) {
        return new GraphTensor(memory, newNode, newShape);
    }

    /** This handle stands for {@code newNode} from now on. */
    GraphTensor overwrite(int newNode) {
        memory.changes++;
        seenChanges = memory.changes;
        node = newNode;
        return this;
    }

    /** Whether its memory was changed through another handle. */
    boolean isStale() {
        return seenChanges != memory.changes;
    }

    int node() {
        return node;
    }

    /** Sizes, the probe batch first. */
    public int[] shape() {
        return shape.clone();
    }
}
