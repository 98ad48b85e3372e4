package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.archive.ZipContainer;
import dev.whence.engine.model.reader.graph.ConstantTensor;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.model.reader.pickle.ArrayReader;
import dev.whence.engine.model.reader.pickle.PyObject;
import dev.whence.engine.model.reader.pickle.PyTuple;
import dev.whence.engine.model.reader.pickle.StoredTensor;
import dev.whence.engine.model.reader.pickle.Unpickler;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A model saved with {@code torch.jit.save}: source text, module tree and weights. */
public final class TorchScriptArchive implements ModelSource {

    private static final long MAX_TEXT = 16L << 20;
    private static final long MAX_ALL_TEXT = 64L << 20;
    private static final long MAX_PICKLE = 64L << 20;

    private final Map<String, byte[]> checkedParts = new LinkedHashMap<>();
    private final CodeLibrary library = new CodeLibrary();
    private final List<Object> constants = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final ModuleTree tree;
    private final String format;
    private final boolean flat;
    private final @Nullable Shape example;
    private volatile boolean dictionaryOutput;

    private TorchScriptArchive(ZipContainer archive) throws IOException {
        readCode(archive);
        PyObject root = readModules(archive);
        ArrayReader arrays = new ArrayReader(archive);
        ModuleTree placeholder = new ModuleTree(
                root,
                library,
                (name, stored, trainable) -> ConstantTensor.named(name, Tensor.of(new float[0], 0), trainable));
        SafetyCheck.check(library, placeholder.layerOfClass());
        this.tree = new ModuleTree(
                root,
                library,
                (name, stored, trainable) -> ConstantTensor.named(name, arrays.load("data", name, stored), trainable));
        readConstants(archive, arrays);
        boolean traced = archive.has("traced_inputs.pkl");
        this.flat = tree.paths().size() == 1 && tree.state().isEmpty();
        this.format = "TorchScript (" + (flat ? "frozen" : traced ? "traced" : "scripted") + ")";
        this.example = traced ? exampleShape(archive) : null;
        if (tree.inTraining()) {
            notes.add("The file was saved in training mode; it is read as if model.eval() had been called.");
        }
        if (flat) {
            notes.add("The file was saved with torch.jit.freeze, which merges batch normalisation and drops all layer"
                    + " names; save the model without it to see its own layers.");
        }
        if (!archive.withoutChecksum().isEmpty()) {
            notes.add("Parts of the archive carry no checksum, so damage could not be ruled out.");
        }
    }

    /** Whether an archive has the parts of a TorchScript model. */
    public static boolean recognises(ZipContainer archive) {
        return archive.has("constants.pkl")
                || archive.names().stream().anyMatch(name -> name.startsWith("code/") && name.endsWith(".py"));
    }

    /**
     * Reads and checks an archive. Nothing in it is executed.
     *
     * @throws BadInputException if it is damaged, unsafe or not a model
     */
    public static TorchScriptArchive read(ZipContainer archive) throws IOException {
        return new TorchScriptArchive(archive);
    }

    private void readCode(ZipContainer archive) throws IOException {
        long total = 0;
        for (String name : archive.names()) {
            if (name.startsWith("code/") && name.endsWith(".py")) {
                total += archive.size(name);
                if (total > MAX_ALL_TEXT) {
                    throw new BadInputException(
                            "the text parts of the archive are unreasonably large (limit " + MAX_ALL_TEXT + " bytes)");
                }
                byte[] text = archive.read(name, MAX_TEXT);
                checkedParts.put(name, text);
                library.add(name, new String(text, StandardCharsets.UTF_8));
            }
        }
        for (String name : List.of("version", ".data/version", "byteorder")) {
            if (archive.has(name)) {
                checkedParts.put(name, archive.read(name, 64));
            }
        }
        byte[] order = checkedParts.get("byteorder");
        if (order != null && !new String(order, StandardCharsets.UTF_8).strip().equals("little")) {
            throw new BadInputException("the archive was written on a big-endian machine, which is not supported");
        }
    }

    private PyObject readModules(ZipContainer archive) throws IOException {
        if (Unpickler.read(part(archive, "data.pkl"), "data.pkl") instanceof PyObject root) {
            return root;
        }
        throw new BadInputException("data.pkl does not describe a model; save the model with torch.jit");
    }

    private byte[] part(ZipContainer archive, String name) throws IOException {
        byte[] content = archive.read(name, MAX_PICKLE);
        checkedParts.put(name, content);
        return content;
    }

    private void readConstants(ZipContainer archive, ArrayReader arrays) throws IOException {
        if (!archive.has("constants.pkl")) {
            return;
        }
        if (Unpickler.read(part(archive, "constants.pkl"), "constants.pkl") instanceof PyTuple tuple) {
            for (Object item : tuple.items()) {
                String name = "CONSTANTS.c" + constants.size();
                constants.add(
                        item instanceof StoredTensor stored
                                ? ConstantTensor.anonymous(arrays.load("constants", name, stored))
                                : item);
            }
        }
    }

    private static @Nullable Shape exampleShape(ZipContainer archive) throws IOException {
        Object inputs = Unpickler.read(archive.read("traced_inputs.pkl", MAX_PICKLE), "traced_inputs.pkl");
        Object forward = inputs instanceof Map<?, ?> methods ? methods.get("forward") : null;
        if (forward instanceof List<?> arguments
                && arguments.size() == 1
                && arguments.get(0) instanceof StoredTensor image
                && image.sizes().length == 4) {
            long[] sizes = image.sizes();
            if (sizes[1] > 0
                    && sizes[1] < 10_000
                    && sizes[2] > 0
                    && sizes[2] < 100_000
                    && sizes[3] > 0
                    && sizes[3] < 100_000) {
                return Shape.of((int) sizes[1], (int) sizes[2], (int) sizes[3]);
            }
        }
        return null;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public Optional<Shape> exampleInput() {
        return Optional.ofNullable(example);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (ConstantTensor constant : tree.state()) {
            String name = constant.name();
            if (name != null) {
                state.put(name, constant.value());
            }
        }
        return state;
    }

    @Override
    public Reading read(Shape input, int batch) {
        Evaluator evaluator = new Evaluator(library, tree, constants);
        GraphBuilder builder = new GraphBuilder(evaluator, input, batch, flat, tree.paths());
        Object result = firstOutput(evaluator.run(builder), builder);
        Network network = builder.finish(result, tree.state());
        return new Reading(network, builder.notes());
    }

    private Object firstOutput(Object result, GraphBuilder builder) {
        Object output = result;
        for (int i = 0; i < 10; i++) {
            List<Object> items;
            if (output instanceof PyTuple tuple) {
                items = tuple.items();
            } else if (output instanceof List<?> list) {
                items = new ArrayList<>(list);
            } else if (output instanceof Map<?, ?> map) {
                items = new ArrayList<>(map.values());
                dictionaryOutput = true;
            } else if (output instanceof PyObject object) {
                items = new ArrayList<>(object.attributes().values());
            } else {
                return output;
            }
            if (items.isEmpty()) {
                return output;
            }
            builder.note("The model returns several values; the first is taken as the scores of the classes.");
            output = items.get(0);
        }
        return output;
    }

    @Override
    public boolean runnable() {
        // The engine hands back dictionaries in no fixed order, so there is nothing to compare with.
        return !dictionaryOutput;
    }

    @Override
    public void writeCleanCopy(Path original, Path target) throws IOException {
        try (ZipContainer archive = ZipContainer.open(original);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(target));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> part : checkedParts.entrySet()) {
                store(zip, part.getKey(), part.getValue());
            }
            for (String name : archive.names()) {
                if (isStorage(name)) {
                    store(zip, name, archive.read(name, Integer.MAX_VALUE - 16));
                }
            }
        }
    }

    private static boolean isStorage(String name) {
        int slash = name.indexOf('/');
        return (name.startsWith("data/") || name.startsWith("constants/"))
                && name.chars().skip(slash + 1L).allMatch(c -> c >= '0' && c <= '9');
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry("model/" + name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
