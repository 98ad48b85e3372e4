package dev.whence.engine.model.reader.pickle;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.pickle.StoredTensor.Storage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle as data. The values are Long, Double, Boolean, String, {@link PyNone}, {@link PyTuple}, ArrayList,
 * LinkedHashMap, {@link PyObject} and {@link StoredTensor}. Only the operations and the handful of builders that
 * PyTorch itself writes are known; nothing is ever looked up or called.
 */
public final class Unpickler {

    private static final int MAX_ITEMS = 5_000_000;

    private record Global(String module, String name) {
        String qualified() {
            return module + "." + name;
        }
    }

    private final ByteBuffer data;
    private final String part;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();
    private int items;

    private Unpickler(byte[] data, String part) {
        this.data = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        this.part = part;
    }

    /**
     * Reads one value.
     *
     * @param part name of the archive entry, for messages
     * @throws BadInputException if the pickle is damaged or refers to anything but plain data and tensors
     */
    public static Object read(byte[] data, String part) {
        Unpickler unpickler = new Unpickler(data, part);
        try {
            return unpickler.run();
        } catch (java.nio.BufferUnderflowException | IndexOutOfBoundsException | java.util.NoSuchElementException e) {
            throw new BadInputException(unpickler.damagedSentence(), e);
        }
    }

    private Object run() {
        while (true) {
            int opcode = Byte.toUnsignedInt(data.get());
            if (opcode == '.') {
                if (stack.size() != 1) {
                    throw damaged();
                }
                return pop();
            }
            if (!scalar(opcode) && !container(opcode) && !object(opcode)) {
                throw damaged();
            }
        }
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case 0x80 -> {
                if (data.get() > 5) {
                    throw damaged();
                }
            }
            case 'N' -> push(PyNone.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) data.getInt());
            case 'K' -> push((long) Byte.toUnsignedInt(data.get()));
            case 'M' -> push((long) Short.toUnsignedInt(data.getShort()));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(data.getLong())));
            case 0x8a -> push(longInteger(Byte.toUnsignedInt(data.get())));
            case 'X' -> push(text(data.getInt()));
            case 0x8c -> push(text(Byte.toUnsignedInt(data.get())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '(' -> marks.push(stack.size());
            case ')' -> push(new PyTuple(List.of()));
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 't' -> push(new PyTuple(popToMark()));
            case 0x85 -> push(new PyTuple(popSeveral(1)));
            case 0x86 -> push(new PyTuple(popSeveral(2)));
            case 0x87 -> push(new PyTuple(popSeveral(3)));
            case 'a' -> {
                Object item = pop();
                list(peek()).add(item);
            }
            case 'e' -> {
                List<Object> added = popToMark();
                list(peek()).addAll(added);
            }
            case 's' -> {
                List<Object> pair = popSeveral(2);
                putAll(pair);
            }
            case 'u' -> putAll(popToMark());
            case 'q' -> memo.put(Byte.toUnsignedInt(data.get()), peek());
            case 'r' -> memo.put(data.getInt(), peek());
            case 'h' -> push(remembered(Byte.toUnsignedInt(data.get())));
            case 'j' -> push(remembered(data.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 'c' -> push(global(line(), line()));
            case 'R' -> {
                Object arguments = pop();
                push(build(pop(), arguments));
            }
            case 0x81 -> {
                Object arguments = pop();
                if (!(pop() instanceof Global type)
                        || !type.module().startsWith("__torch__")
                        || !arguments.equals(new PyTuple(List.of()))) {
                    throw damaged();
                }
                push(new PyObject(type.qualified()));
            }
            case 'b' -> setState(pop());
            case 'Q' -> push(storage(pop()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void setState(Object state) {
        Object target = peek();
        if (target instanceof PyObject object && state instanceof Map<?, ?> attributes) {
            for (Map.Entry<?, ?> entry : attributes.entrySet()) {
                if (!(entry.getKey() instanceof String name) || entry.getValue() == null) {
                    throw damaged();
                }
                object.attributes().put(name, entry.getValue());
            }
        } else if (!(target instanceof Map && state instanceof Map)) {
            // An OrderedDict may carry bookkeeping such as _metadata, which is of no use here.
            throw damaged();
        }
    }

    private Object global(String module, String name) {
        Global found = new Global(module, name);
        boolean known = module.equals("__torch__")
                || module.startsWith("__torch__.")
                || (module.equals("torch") && ScalarType.ofStorageClass(name) != null)
                || (module.equals("torch._utils")
                        && (name.equals("_rebuild_tensor_v2") || name.equals("_rebuild_parameter")))
                || (module.equals("collections") && name.equals("OrderedDict"))
                || (module.equals("torch.jit._pickle")
                        && (name.equals("restore_type_tag")
                                || name.equals("build_intlist")
                                || name.equals("build_doublelist")
                                || name.equals("build_boollist")
                                || name.equals("build_tensorlist")));
        if (known) {
            return found;
        }
        if (module.equals("torch") && name.endsWith("Storage")) {
            throw new BadInputException("the file stores values of type " + found.qualified()
                    + ", which is not supported; save the model in float32");
        }
        throw new ForeignObject(found.qualified(), isInstantiated()).refusal(part);
    }

    /** Whether the class just named is instantiated next: what a pickled Python object begins with. */
    private boolean isInstantiated() {
        int at = data.position();
        if (data.get(at) == 'q') {
            at += 2;
        } else if (data.get(at) == 'r') {
            at += 5;
        }
        return at + 1 < data.limit() && data.get(at) == ')' && data.get(at + 1) == (byte) 0x81;
    }

    private Object build(Object builder, Object arguments) {
        if (!(builder instanceof Global global) || !(arguments instanceof PyTuple tuple)) {
            throw damaged();
        }
        List<Object> values = tuple.items();
        return switch (global.name()) {
            case "_rebuild_tensor_v2" -> tensor(values);
            case "OrderedDict" -> {
                if (!values.isEmpty()) {
                    throw damaged();
                }
                yield new LinkedHashMap<>();
            }
            case "_rebuild_parameter",
                    "restore_type_tag",
                    "build_intlist",
                    "build_doublelist",
                    "build_boollist",
                    "build_tensorlist" -> values.get(0);
            default -> throw damaged();
        };
    }

    private StoredTensor tensor(List<Object> values) {
        if (values.size() < 4 || !(values.get(0) instanceof Storage storage)) {
            throw damaged();
        }
        return new StoredTensor(storage, integer(values.get(1)), integers(values.get(2)), integers(values.get(3)));
    }

    private Storage storage(Object id) {
        if (id instanceof PyTuple tuple
                && tuple.items().size() >= 5
                && tuple.items().get(0).equals("storage")
                && tuple.items().get(1) instanceof Global type
                && tuple.items().get(2) instanceof String key) {
            ScalarType scalar = ScalarType.ofStorageClass(type.name());
            long elements = integer(tuple.items().get(4));
            if (scalar != null && elements >= 0 && key.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return new Storage(scalar, key, elements);
            }
        }
        throw damaged();
    }

    private long integer(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw damaged();
    }

    private long[] integers(Object value) {
        if (value instanceof PyTuple tuple) {
            return tuple.items().stream().mapToLong(this::integer).toArray();
        }
        throw damaged();
    }

    private void putAll(List<Object> keysAndValues) {
        if (!(peek() instanceof Map<?, ?>) || keysAndValues.size() % 2 != 0) {
            throw damaged();
        }
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = (Map<Object, Object>) peek();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Boolean || key instanceof Double)) {
                throw damaged();
            }
            map.put(key, keysAndValues.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked")
    private List<Object> list(Object value) {
        if (value instanceof ArrayList<?>) {
            return (List<Object>) value;
        }
        throw damaged();
    }

    private Object remembered(int slot) {
        Object value = memo.get(slot);
        if (value == null) {
            throw damaged();
        }
        return value;
    }

    private long longInteger(int length) {
        if (length > 8) {
            throw damaged();
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            long octet = i == length - 1 ? data.get() : Byte.toUnsignedLong(data.get());
            value |= octet << (8 * i);
        }
        return value;
    }

    private String text(int length) {
        if (length < 0 || length > data.remaining()) {
            throw damaged();
        }
        String text = new String(data.array(), data.position(), length, StandardCharsets.UTF_8);
        data.position(data.position() + length);
        return text;
    }

    private String line() {
        int start = data.position();
        while (data.get() != '\n') {
            if (data.position() - start > 4096) {
                throw damaged();
            }
        }
        return new String(data.array(), start, data.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private void push(Object value) {
        if (++items > MAX_ITEMS) {
            throw new BadInputException(part + " describes an unreasonable number of values; the file is not trusted");
        }
        stack.add(value);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object peek() {
        return stack.get(stack.size() - 1);
    }

    private List<Object> popToMark() {
        return popSeveral(stack.size() - marks.pop());
    }

    private List<Object> popSeveral(int count) {
        List<Object> top = stack.subList(stack.size() - count, stack.size());
        List<Object> taken = new ArrayList<>(top);
        top.clear();
        return taken;
    }

    private BadInputException damaged() {
        return new BadInputException(damagedSentence());
    }

    private String damagedSentence() {
        return part + " is damaged at byte " + data.position() + " or was not written by PyTorch; save the model again";
    }

    /** Something in a pickle that is neither data nor a tensor. */
    private record ForeignObject(String name, boolean instantiated) {

        BadInputException refusal(String part) {
            if (instantiated) {
                return new BadInputException("the file is a pickled Python object of class " + name
                        + ", whose code is not in the file; save the model with torch.jit.trace(model.eval(),"
                        + " example).save(\"model.pt\") or with torch.export");
            }
            return new BadInputException(part + " refers to the Python object '" + name
                    + "', which is not part of a model; the file is refused and nothing in it was run");
        }
    }
}
