package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives training and test images the same class numbers.
 *
 * <p>Where classes are known by name (folders, words in a table), equal names mean equal classes, so a test folder may
 * hold fewer classes than the training folder. Where the file holds numbers, these stay. Names given by the user order
 * the classes if they are the same names; otherwise they are only shown instead.
 *
 * @param reference the names by which datasets are matched; empty if the classes are numbers
 * @param display the names shown, by class number
 */
public record ClassAlignment(List<String> reference, List<String> display) {

    public ClassAlignment {
        reference = List.copyOf(reference);
        display = List.copyOf(display);
    }

    /**
     * @param main the training images, or the only dataset there is
     * @param given class names by the user in the order of the network's outputs; empty for none
     * @throws BadInputException if the names do not fit the dataset
     */
    public static ClassAlignment of(@Nullable ImageDataset main, List<String> given) {
        List<String> own = main == null ? List.of() : main.classNames();
        boolean named = main != null && main.classesKnownByName();
        if (given.isEmpty()) {
            return new ClassAlignment(named ? own : List.of(), own);
        }
        if (new HashSet<>(given).size() < given.size()) {
            throw new BadInputException("The class names hold one name twice; give each class its own name.");
        }
        if (main == null || !named) {
            return new ClassAlignment(List.of(), given);
        }
        if (new HashSet<>(given).containsAll(own)) {
            return new ClassAlignment(given, given);
        }
        if (given.size() == own.size()) {
            return new ClassAlignment(own, given);
        }
        String unknown =
                own.stream().filter(name -> !given.contains(name)).findFirst().orElseThrow();
        throw new BadInputException(
                "The " + main.description() + " has " + own.size() + " classes, of which '" + unknown
                        + "' is not among the " + given.size()
                        + " class names; give one name per class, or names that contain all of its own.");
    }

    /**
     * The dataset under the common class numbers and names.
     *
     * @throws BadInputException if it has a class that is not among them
     */
    public ImageDataset apply(ImageDataset dataset) {
        List<String> own = dataset.classNames();
        if (!dataset.classesKnownByName()) {
            if (display.isEmpty()) {
                return dataset;
            }
            if (own.size() > display.size() && highestLabel(dataset) >= display.size()) {
                throw new BadInputException("The " + dataset.description() + " has label " + highestLabel(dataset)
                        + " but there are only " + display.size() + " classes; check labels and class names.");
            }
            return new RenamedClasses(dataset, IntStream.range(0, own.size()).toArray(), display);
        }
        List<String> known = reference.isEmpty() ? display : reference;
        int[] newLabels = new int[own.size()];
        for (int i = 0; i < newLabels.length; i++) {
            newLabels[i] = known.indexOf(own.get(i));
            if (newLabels[i] < 0) {
                throw new BadInputException("The class '" + own.get(i) + "' of the " + dataset.description()
                        + " is not among the known classes (" + shortList(known)
                        + "); rename its folder or give the class names.");
            }
        }
        return new RenamedClasses(dataset, newLabels, display);
    }

    private static int highestLabel(ImageDataset dataset) {
        return IntStream.range(0, dataset.size()).map(dataset::label).max().orElse(-1);
    }

    private static String shortList(List<String> names) {
        return names.size() <= 12
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 12)) + " and " + (names.size() - 12) + " more";
    }
}
