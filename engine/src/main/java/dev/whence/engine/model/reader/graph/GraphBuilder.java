package dev.whence.engine.model.reader.graph;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Collects the layers in the order in which the model's code produces them. */
public final class GraphBuilder {

    private static final int MAX_NODES = 100_000;

    private final CallSite site;
    private final int batch;
    private final boolean flat;
    private final Set<String> reserved;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, List<Integer>> plainCalls = new LinkedHashMap<>();
    private final Map<ConstantTensor, String> weightNames = new HashMap<>();
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final Map<ConstantTensor, ConstantTensor> adapted = new HashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final GraphTensor input;

    /**
     * @param inputShape channels, height, width
     * @param batch probe batch: sizes equal to it in front are taken to follow the batch
     * @param flat whether the model has lost its module names, so that layers are numbered by kind
     * @param reserved module paths, which functional layers must not take as names
     */
    public GraphBuilder(CallSite site, Shape inputShape, int batch, boolean flat, Set<String> reserved) {
        this.site = site;
        this.batch = batch;
        this.flat = flat;
        this.reserved = Set.copyOf(reserved);
        names.add("input");
        nodes.add(new Node("input", new Op.Input(), List.of(), inputShape));
        this.input = GraphTensor.fresh(0, inputShape.prepend(batch).toArray());
    }

    public GraphTensor input() {
        return input;
    }

    /** The probe batch. */
    public int batch() {
        return batch;
    }

    /** Remarks for the user, in full sentences, in order. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    public void note(String sentence) {
        notes.add(sentence);
    }

    /** An error that names the place in the model, and what to do about an operation unless the text says it. */
    public BadInputException refuse(String text) {
        String remedy = text.contains("not supported") && !text.contains(";") ? UnsupportedOperations.REMEDY : "";
        return new BadInputException(text + " (" + site.describe() + ")" + remedy);
    }

    /** A constant in another form, computed once however often it is asked for. */
    ConstantTensor adapted(ConstantTensor constant, UnaryOperator<ConstantTensor> form) {
        return adapted.computeIfAbsent(constant, form);
    }

    /** Begins a layer: fixes its name. */
    Draft draft(String label, boolean weighted) {
        CallSite.Scope scope = site.scope();
        boolean named = scope.leaf() && !scope.path().isEmpty() && (weighted || !scope.weighted());
        String name = named && !names.contains(scope.label()) ? scope.label() : numbered(scope, label);
        names.add(name);
        return new Draft(name, scope);
    }

    private String numbered(CallSite.Scope scope, String label) {
        String stem = scope.path().isEmpty() ? label : scope.label() + "/" + label;
        int number = flat ? 1 : 0;
        String name = flat ? stem + number : stem;
        while (names.contains(name) || reserved.contains(name)) {
            number = Math.max(number + 1, 2);
            name = stem + number;
        }
        return name;
    }

    /** One layer in the making. */
    final class Draft {
        private final String name;
        private final CallSite.Scope scope;

        private Draft(String name, CallSite.Scope scope) {
            this.name = name;
            this.scope = scope;
        }

        /** Registers a trainable weight and returns its name. */
        String weight(ConstantTensor constant, String role) {
            return register(constant, name + "." + role, constant.name() == null || constant.trainable());
        }

        /** Registers a fixed constant and returns its name. */
        String buffer(ConstantTensor constant, String role) {
            return register(constant, name + "." + role, constant.trainable());
        }

        private String register(ConstantTensor constant, String fallback, boolean trainable) {
            String known = weightNames.get(constant);
            if (known != null) {
                return known;
            }
            String wanted = constant.name() == null ? fallback : constant.name();
            String free = wanted;
            for (int i = 2; parameters.containsKey(free) || buffers.containsKey(free); i++) {
                free = wanted + i;
            }
            (trainable ? parameters : buffers).put(free, constant.value().toFloat32());
            weightNames.put(constant, free);
            return free;
        }

        /** Adds the layer; its value lives in memory of its own. */
        GraphTensor add(Op op, int[] shape, GraphTensor... inputs) {
            return GraphTensor.fresh(append(op, shape, inputs), shape);
        }

        /** Adds the layer; its value shares the memory of {@code base}. */
        GraphTensor addView(Op op, int[] shape, GraphTensor base) {
            return base.view(append(op, shape, base), shape);
        }

        /** Adds the layer; {@code target} stands for it from now on. */
        GraphTensor addInPlace(Op op, GraphTensor target, GraphTensor... inputs) {
            return target.overwrite(append(op, target.shape(), inputs));
        }

        private int append(Op op, int[] shape, GraphTensor... inputs) {
            if (nodes.size() >= MAX_NODES) {
                throw refuse("the model has more than " + MAX_NODES + " layers");
            }
            if (shape.length == 0 || shape[0] != batch) {
                throw refuse("the batch axis is lost, so images would be mixed");
            }
            List<Integer> positions = new ArrayList<>();
            for (GraphTensor value : inputs) {
                if (value.isStale()) {
                    throw refuse("a value is used after its memory was changed in place through another view;"
                            + " use the operation that is not in place");
                }
                positions.add(value.node());
            }
            Shape perImage = Shape.of(shape).dropFirst();
            if (perImage.size() > Integer.MAX_VALUE - 16) {
                throw refuse("a layer's output is unreasonably large (" + perImage + ")");
            }
            nodes.add(new Node(name, op, positions, perImage));
            if (scope.leaf() && !scope.weighted() && !scope.path().isEmpty()) {
                plainCalls
                        .computeIfAbsent(scope.label(), key -> new ArrayList<>())
                        .add(nodes.size() - 1);
            }
            return nodes.size() - 1;
        }
    }

    /**
     * Closes the graph: layers that do not lead to the output are dropped.
     *
     * @param order the model's state in its own order
     * @throws BadInputException if the output is not one row of scores per image
     */
    public Network finish(Object result, List<ConstantTensor> order) {
        if (!(result instanceof GraphTensor output)) {
            throw refuse("the model's result does not depend on the image, so it is not a classifier");
        }
        int[] shape = output.shape();
        if (shape.length != 2) {
            StringBuilder sizes = new StringBuilder("[n");
            for (int i = 1; i < shape.length; i++) {
                sizes.append(", ").append(shape[i]);
            }
            throw new BadInputException("the model's output has shape " + sizes
                    + "]; a classifier returns one row of scores per image, shape [n, classes]");
        }
        if (output.isStale()) {
            throw refuse("the result's memory was changed in place through another view");
        }
        renamePlainCalls();
        return pruned(output.node(), order);
    }

    /** A module without weights that makes several layers: none of them alone deserves the module's name. */
    private void renamePlainCalls() {
        plainCalls.forEach((path, positions) -> {
            Node first = nodes.get(positions.get(0));
            if (positions.size() > 1 && first.name().equals(path)) {
                String name = path + "/" + first.kind().toLowerCase(java.util.Locale.ROOT);
                for (int i = 2; names.contains(name); i++) {
                    name = path + "/" + first.kind().toLowerCase(java.util.Locale.ROOT) + i;
                }
                names.add(name);
                nodes.set(positions.get(0), new Node(name, first.op(), first.inputs(), first.shape()));
            }
        });
    }

    private Network pruned(int output, List<ConstantTensor> order) {
        boolean[] needed = new boolean[nodes.size()];
        needed[0] = true;
        needed[output] = true;
        for (int i = output; i > 0; i--) {
            if (needed[i]) {
                nodes.get(i).inputs().forEach(source -> needed[source] = true);
            }
        }
        int[] moved = new int[nodes.size()];
        List<Node> kept = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i <= output; i++) {
            if (needed[i]) {
                Node node = nodes.get(i);
                moved[i] = kept.size();
                kept.add(new Node(
                        node.name(),
                        node.op(),
                        node.inputs().stream().map(source -> moved[source]).toList(),
                        node.shape()));
                used.addAll(WeightNames.of(node.op()));
            }
        }
        return new Network(kept, moved[output], ordered(parameters, used, order), ordered(buffers, used, order));
    }

    private static Map<String, Tensor> ordered(Map<String, Tensor> all, Set<String> used, List<ConstantTensor> order) {
        Map<String, Tensor> sorted = new LinkedHashMap<>();
        for (ConstantTensor constant : order) {
            String name = constant.name();
            Tensor value = name == null ? null : all.get(name);
            if (name != null && value != null && used.contains(name)) {
                sorted.put(name, value);
            }
        }
        all.forEach((name, value) -> {
            if (used.contains(name)) {
                sorted.putIfAbsent(name, value);
            }
        });
        return sorted;
    }
}
