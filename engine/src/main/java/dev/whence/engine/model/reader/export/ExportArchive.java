package dev.whence.engine.model.reader.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.graph.ConstantTensor;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.model.reader.pickle.ArrayReader;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model saved with {@code torch.export.save}: a graph in JSON, raw weights, the image size. */
public final class ExportArchive implements ModelSource {

    private static final long MAX_JSON = 64L << 20;
    private static final int SCHEMA = 8;
    private static final int MAX_SIDE = 100_000;
    private static final String PROGRAM = "models/model.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final JsonNode graph;
    private final ModulePaths modules;
    private final ExportSignature signature;
    private final Map<String, ConstantTensor> constants = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final int[] recorded;

    private ExportArchive(ZipContainer archive) throws IOException {
        requireKind(archive);
        JsonNode program = json(archive, PROGRAM);
        requireSchema(program.path("schema_version"));
        JsonNode module = program.path("graph_module");
        graph = module.path("graph");
        signature = new ExportSignature(module.path("signature"));
        Map<String, ConstantTensor> weights = weights(archive);
        signature.stateNames().forEach((name, entry) -> {
            ConstantTensor weight = weights.get(entry);
            if (weight == null) {
                throw new BadInputException("weight " + entry + " is missing from the archive; save the model again");
            }
            constants.put(name, weight);
        });
        modules = new ModulePaths(graph, module.path("module_call_graph"), weights.keySet());
        recorded = recordedSizes();
        if (!archive.withoutChecksum().isEmpty()) {
            notes.add("Parts of the archive carry no checksum, so damage could not be ruled out.");
        }
    }

    /** Whether an archive has the parts of an exported model. */
    public static boolean recognises(ZipContainer archive) {
        return archive.has("archive_format") || archive.has(PROGRAM);
    }

    /**
     * Reads and checks an archive. Nothing in it is executed; pickled example inputs are not even read.
     *
     * @throws BadInputException if it is damaged, of another version or not a model of images
     */
    public static ExportArchive read(ZipContainer archive) throws IOException {
        return new ExportArchive(archive);
    }

    private static void requireKind(ZipContainer archive) throws IOException {
        String kind = archive.has("archive_format") ? text(archive, "archive_format") : "";
        if (!kind.equals("pt2") || !archive.has(PROGRAM)) {
            throw new BadInputException("the archive was not written by torch.export.save of PyTorch 2.9 or newer;"
                    + " export and save the model again with a newer PyTorch");
        }
        if (archive.has("byteorder") && !text(archive, "byteorder").equals("little")) {
            throw new BadInputException("the archive was written on a big-endian machine, which is not supported");
        }
    }

    private static String text(ZipContainer archive, String name) throws IOException {
        return new String(archive.read(name, 64), StandardCharsets.UTF_8).strip();
    }

    private static void requireSchema(JsonNode version) {
        if (version.path("major").asInt() != SCHEMA) {
            throw new BadInputException("the exported graph has version "
                    + version.path("major").asText("unknown") + ", only version " + SCHEMA
                    + " can be read; save the model with torch.jit.trace(model.eval(), example).save(\"model.pt\")");
        }
    }

    private static JsonNode json(ZipContainer archive, String name) throws IOException {
        try {
            JsonNode content = JSON.readTree(archive.read(name, MAX_JSON));
            if (content != null && content.isObject()) {
                return content;
            }
        } catch (JsonProcessingException e) {
            throw new BadInputException("part " + name + " of the archive is damaged; save the model again", e);
        }
        throw new BadInputException("part " + name + " of the archive is damaged; save the model again");
    }

    private static Map<String, ConstantTensor> weights(ZipContainer archive) throws IOException {
        Map<String, ConstantTensor> weights = new LinkedHashMap<>();
        ArrayReader arrays = new ArrayReader(archive);
        for (String kind : List.of("weights", "constants")) {
            String folder = "data/" + kind;
            String config = folder + "/model_" + kind + "_config.json";
            if (archive.has(config)) {
                for (Map.Entry<String, JsonNode> entry :
                        json(archive, config).path("config").properties()) {
                    weights.put(
                            entry.getKey(),
                            ExportWeights.load(archive, arrays, folder, entry.getKey(), entry.getValue()));
                }
            }
        }
        return weights;
    }

    /** Sizes of the example image with its batch, 0 where any will do. */
    private int[] recordedSizes() {
        JsonNode sizes = graph.path("tensor_values").path(signature.input()).path("sizes");
        if (sizes.size() != 4) {
            throw new BadInputException("the model was exported for an input of " + sizes.size()
                    + " axes; an image classifier takes [n, channels, height, width]");
        }
        int[] known = new int[4];
        for (int i = 0; i < 4; i++) {
            long size = sizes.get(i).path("as_int").asLong(0);
            if (size < 0 || size > MAX_SIDE) {
                throw new BadInputException("the model was exported for an unreasonable image size (" + size + ")");
            }
            known[i] = (int) size;
        }
        return known;
    }

    @Override
    public String format() {
        return "torch.export";
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Optional<Shape> exampleInput() {
        JsonNode sizes = graph.path("tensor_values").path(signature.input()).path("sizes");
        int[] shape = new int[3];
        for (int i = 0; i < 3; i++) {
            long hint =
                    sizes.get(i + 1).path("as_expr").path("hint").path("as_int").asLong(0);
            shape[i] = recorded[i + 1] > 0 ? recorded[i + 1] : (int) Math.min(hint, MAX_SIDE);
            if (shape[i] < 1) {
                return Optional.empty();
            }
        }
        return Optional.of(Shape.of(shape));
    }

    @Override
    public int recordedBatch() {
        return recorded[0];
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (ConstantTensor constant : constants.values()) {
            String name = constant.name();
            if (name != null) {
                state.put(name, constant.value());
            }
        }
        return state;
    }

    @Override
    public Reading read(Shape input, int batch) {
        for (int i = 0; i < 3; i++) {
            if (recorded[i + 1] > 0 && recorded[i + 1] != input.dim(i)) {
                throw new BadInputException("the model was exported for images of "
                        + exampleInput().map(Shape::toString).orElse("another size") + ", not " + input
                        + "; scale the images to that size or export it with a free image size");
            }
        }
        ExportWalk walk = new ExportWalk(graph, modules, Map.copyOf(constants));
        GraphBuilder builder = new GraphBuilder(walk, input, batch, false, modules.all());
        Object result = walk.run(builder, signature.input(), signature.output());
        if (signature.severalOutputs()) {
            builder.note("The model returns several values; the first is taken as the scores of the classes.");
        }
        Network network = builder.finish(result, List.copyOf(constants.values()));
        return new Reading(network, builder.notes());
    }
}
