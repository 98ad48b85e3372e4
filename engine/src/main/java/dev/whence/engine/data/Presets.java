package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Preprocessing that is customary for well-known data. */
public final class Presets {

    private static final double TO_UNIT = 1.0 / 255.0;

    private static final Map<String, Preprocessing> ALL = new TreeMap<>(Map.of(
            "imagenet",
            new Preprocessing(
                    3,
                    new Preprocessing.Resize.ShorterSide(256),
                    Preprocessing.Interpolation.BILINEAR,
                    new Preprocessing.Size(224, 224),
                    TO_UNIT,
                    List.of(0.485, 0.456, 0.406),
                    List.of(0.229, 0.224, 0.225)),
            "cifar10",
            normalised(3, List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616)),
            "mnist",
            normalised(1, List.of(0.1307), List.of(0.3081)),
            "fashion-mnist",
            normalised(1, List.of(0.2860), List.of(0.3530))));

    private Presets() {}

    private static Preprocessing normalised(int channels, List<Double> mean, List<Double> std) {
        return new Preprocessing(channels, null, Preprocessing.Interpolation.BILINEAR, null, TO_UNIT, mean, std);
    }

    /** The names in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * @throws BadInputException if there is no preset of that name
     */
    public static Preprocessing byName(String name) {
        Preprocessing preset = ALL.get(name.strip().toLowerCase(Locale.ROOT));
        if (preset == null) {
            throw new BadInputException(
                    "There is no preprocessing preset '" + name + "'; choose from " + String.join(", ", names()) + ".");
        }
        return preset;
    }
}
