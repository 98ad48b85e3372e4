package dev.whence.engine.model.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.exec.LayerExpression;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network as JSON. Each node holds its name, kind, settings, inputs and shape, and beside that the same
 * as a line of Python, which Whence itself does not read.
 */
final class NetworkJson {

    static final String FORMAT = "whence-network";
    static final String WEIGHTS_HASH = "weights_sha256";

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Map<String, Class<? extends Op>> KINDS = kinds();

    private NetworkJson() {}

    static ObjectNode of(Network network, String weightsFile, String weightsHash) {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT).put("version", 1).put("weights_file", weightsFile);
        json.put(WEIGHTS_HASH, weightsHash);
        ArrayNode nodes = json.putArray("nodes");
        for (Node node : network.nodes()) {
            ObjectNode entry = nodes.addObject().put("name", node.name()).put("kind", node.kind());
            entry.set("settings", JSON.valueToTree(node.op()));
            node.inputs().forEach(entry.putArray("inputs")::add);
            for (int size : node.shape().toArray()) {
                entry.withArray("shape").add(size);
            }
            if (!(node.op() instanceof Op.Input)) {
                LayerExpression expression = LayerExpression.of(node);
                entry.put("python", expression.python());
                expression.weights().forEach(entry.putArray("weights")::add);
            }
        }
        json.put("output", network.output());
        network.parameters().keySet().forEach(json.putArray("parameters")::add);
        network.buffers().keySet().forEach(json.putArray("buffers")::add);
        return json;
    }

    /**
     * The network of a JSON and its weights.
     *
     * @throws BadInputException if the two do not belong together or something is missing
     */
    static Network network(JsonNode json, Map<String, Tensor> weights) {
        if (!json.path("format").asText().equals(FORMAT) || json.path("version").asInt() != 1) {
            throw new BadInputException("it is no network.json of this version of Whence; export the model again");
        }
        try {
            List<Node> nodes = new ArrayList<>();
            for (JsonNode entry : json.path("nodes")) {
                nodes.add(node(entry));
            }
            Network network = new Network(
                    nodes,
                    json.path("output").asInt(-1),
                    named(json.path("parameters"), weights),
                    named(json.path("buffers"), weights));
            requireWeights(network);
            return network;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadInputException("network.json is damaged (" + firstLine(e) + "); export the model again", e);
        }
    }

    private static Node node(JsonNode entry) throws JsonProcessingException {
        String name = entry.path("name").asText();
        Class<? extends Op> kind = KINDS.get(entry.path("kind").asText());
        if (kind == null) {
            throw new BadInputException("layer " + name + " of network.json has the unknown kind `"
                    + entry.path("kind").asText() + "`; open it with a newer Whence");
        }
        List<Integer> inputs = new ArrayList<>();
        entry.path("inputs").forEach(input -> inputs.add(input.asInt(-1)));
        int[] shape = new int[entry.path("shape").size()];
        Arrays.setAll(shape, i -> entry.path("shape").get(i).asInt(-1));
        return new Node(name, JSON.treeToValue(entry.path("settings"), kind), inputs, Shape.of(shape));
    }

    private static Map<String, Tensor> named(JsonNode names, Map<String, Tensor> weights) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        for (JsonNode name : names) {
            Tensor weight = weights.get(name.asText());
            if (weight == null) {
                throw new BadInputException("the weight " + name.asText()
                        + " of network.json is not in the weights file; copy both files from the same folder again");
            }
            found.put(name.asText(), weight);
        }
        return found;
    }

    /** Every layer finds its weights; that their sizes fit is seen when the network runs. */
    private static void requireWeights(Network network) {
        for (Node node : network.nodes()) {
            if (!(node.op() instanceof Op.Input)) {
                LayerExpression.of(node).weights().forEach(network::tensor);
            }
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static Map<String, Class<? extends Op>> kinds() {
        Map<String, Class<? extends Op>> kinds = new LinkedHashMap<>();
        for (Class<?> kind : Op.class.getPermittedSubclasses()) {
            kinds.put(kind.getSimpleName(), kind.asSubclass(Op.class));
        }
        return kinds;
    }
}
