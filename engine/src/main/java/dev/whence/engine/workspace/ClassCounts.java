package dev.whence.engine.workspace;

import dev.whence.engine.data.ClassAlignment;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Subset;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Words for data that name another number of classes than the network tells apart.
 *
 * @param where what the classes were read from
 * @param names the classes that the data name, by number
 * @param empty names of class folders in which no image lies
 */
record ClassCounts(String where, List<String> names, List<String> empty) {

    /**
     * @param main the images that name the classes
     * @param given whether the user gave the class names, so that none is a folder's
     */
    static ClassCounts of(ImageDataset main, ClassAlignment classes, boolean given) {
        List<String> names = classes.display();
        if (given) {
            return new ClassCounts("list of class names", names, List.of());
        }
        ImageDataset whole = main instanceof Subset part ? part.whole() : main;
        BitSet used = new BitSet();
        IntStream.range(0, whole.size())
                .map(whole::label)
                .filter(label -> label >= 0)
                .forEach(used::set);
        List<String> empty = IntStream.range(0, names.size())
                .filter(c -> main.classesKnownByName() && !used.get(c))
                .mapToObj(names::get)
                .toList();
        return new ClassCounts(whole.description(), names, empty);
    }

    /** A full sentence if the numbers differ. */
    Optional<String> note(int told) {
        if (names.isEmpty() || names.size() == told) {
            return Optional.empty();
        }
        String what = "The " + where + " has " + classes(names.size()) + " but the model tells " + told + " apart; ";
        return Optional.of(
                names.size() > told && !empty.isEmpty()
                        ? what + removal() + "."
                        : what + "give the class names of all " + told
                                + " in the order of the model's outputs, or the names shown may be wrong.");
    }

    /** What to do where a label lies above the classes of the network. */
    String remedy() {
        return empty.isEmpty() ? "check that the images belong to this model" : removal();
    }

    private String removal() {
        String quoted = empty.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return empty.size() == 1
                ? "no image lies in the class folder " + quoted + ": remove it, since it takes a class number"
                : "no image lies in the class folders " + quoted + ": remove them, since they take class numbers";
    }

    private static String classes(int count) {
        return count == 1 ? "1 class" : count + " classes";
    }
}
