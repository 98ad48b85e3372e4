package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of layer-wise relevance propagation as options of their own. */
public final class RelevanceOptions {

    @Option(
            names = "--composite",
            paramLabel = "NAME",
            description = "Which rule each kind of layer gets; epsilon_plus_flat, epsilon-plus-flat and EpsilonPlusFlat"
                    + " name the same. 'whence methods' lists them. Default: epsilon_plus_flat.")
    @Nullable
    String composite;

    @Option(
            names = "--canonizer",
            paramLabel = "auto|none|merge-batchnorm|merge-both-ways|resnet",
            description =
                    "How the network is rewritten first: merge-batchnorm folds batch normalisations into the layers"
                            + " before them, resnet also shares relevance at additions. Default: auto, which is resnet where"
                            + " activations are added, else merge-batchnorm.")
    @Nullable
    String canonizer;

    @Option(names = "--zero-bias", description = "Biases get no share of the relevance.")
    boolean zeroBias;

    @Option(
            names = "--rule",
            paramLabel = "LAYER=RULE",
            description = "An exception from the composite for one layer, repeatable, for example conv1=gamma:0.25.")
    Map<String, String> rules = new LinkedHashMap<>();

    @Option(
            names = "--start",
            paramLabel = "one-hot|logit",
            description = "What lrp distributes: 1 for the explained class, or its logit. Default: one-hot.")
    @Nullable
    String start;

    @Option(
            names = "--map-layer",
            paramLabel = "NAME",
            description = "Take the map at the values that leave this layer. Default: at the image itself.")
    @Nullable
    String mapLayer;

    @Option(
            names = "--merge",
            paramLabel = "NORM=LAYER",
            description =
                    "Merge this batch normalisation into this layer and no other ones than those named, repeatable."
                            + " Default: all that stand next to a layer.")
    Map<String, String> merges = new LinkedHashMap<>();

    /** What was given, by the keys of the settings; empty if nothing was. */
    public Map<String, String> settings() {
        Map<String, String> given = new LinkedHashMap<>();
        if (composite != null) {
            given.put("composite", composite);
        }
        if (canonizer != null) {
            given.put("canonizer", canonizer);
        }
        if (zeroBias) {
            given.put("zero-bias", "true");
        }
        if (start != null) {
            given.put("start", start);
        }
        if (!rules.isEmpty()) {
            given.put("rules", listed(rules));
        }
        if (mapLayer != null) {
            given.put("layer", mapLayer);
        }
        if (!merges.isEmpty()) {
            given.put("merges", listed(merges));
        }
        return given;
    }

    private static String listed(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("; "));
    }

    /**
     * Joins what was said in two ways.
     *
     * @throws BadInputException if both say something about the same setting
     */
    static Map<String, String> joined(Map<String, String> options, Map<String, String> set) {
        Map<String, String> all = new LinkedHashMap<>(options);
        set.forEach((key, value) -> {
            String plain = key.replace("_", "-").toLowerCase(Locale.ROOT);
            if (options.containsKey(plain)) {
                throw new BadInputException(
                        "The setting '" + plain + "' is given as an option and with --set; leave one of them away.");
            }
            all.put(key, value);
        });
        return all;
    }
}
