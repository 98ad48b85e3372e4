package dev.whence.visualization.figure.panel;

import dev.whence.engine.data.Picture;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.tensor.Tensor;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.panel.ComparisonPanel.Target;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import dev.whence.visualization.figure.panel.DecisionPanel.ClassShare;
import dev.whence.visualization.figure.panel.XdaPanel.Pair;
import dev.whence.visualization.heatmap.Heatmap;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The maps of the explanation in {@link SamplePanels}: real ones for three pairs on either side. */
public final class SampleHeatmaps {

    static final String CAPTION =
            "DualDA, C = 1; LRP composite EpsilonPlus, biases zero. Small CNN on Fashion-MNIST, model 9f3ac1.";

    private static final int SIDE = 28;
    private static final Map<String, Tensor> MAPS = read();

    private SampleHeatmaps() {}

    private static Map<String, Tensor> read() {
        try {
            return NpzFile.readAll(
                    Path.of(Objects.requireNonNull(SampleHeatmaps.class.getResource("xda_test12.npz"), "xda_test12.npz")
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Heatmap map(String key, int index) {
        float[] all = Objects.requireNonNull(MAPS.get(key), key).floats();
        int from = index * SIDE * SIDE;
        return new Heatmap(SIDE, SIDE, Arrays.copyOfRange(all, from, from + SIDE * SIDE));
    }

    public static HeatStyle style() {
        return HeatStyle.standard(PictureTone.INVERTED_GREY);
    }

    static RelevanceMap decision() {
        return RelevanceMap.explaining(map("decision", 0), 1);
    }

    private static List<Pair> pairs(int first, List<TrainingImage> images) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> {
                    int source = first + i % 3;
                    double score = images.get(i).score();
                    return new Pair(
                            RelevanceMap.explaining(map("train", source), score),
                            RelevanceMap.explaining(map("test", source), score));
                })
                .toList();
    }

    /** Three real pairs on either side, or fewer. */
    static XdaPanel xda(int proponents, int opponents, HeatStyle style) {
        DataAttributionPanel all = SamplePanels.fashion(5, 5);
        DataAttributionPanel attribution = new DataAttributionPanel(
                all.test(),
                all.explained(),
                all.proponents().subList(0, proponents),
                all.opponents().subList(0, opponents),
                7,
                8,
                2000,
                5,
                PictureTone.INVERTED_GREY,
                CAPTION);
        return new XdaPanel(
                attribution, decision(), pairs(0, attribution.proponents()), pairs(3, attribution.opponents()), style);
    }

    /** Any number of tiles with hard names and numbers. */
    static XdaPanel crowded(int k, int opponents, HeatStyle style) {
        Picture picture = SamplePanels.picture("test-12.png");
        List<TrainingImage> positive = new ArrayList<>();
        List<TrainingImage> negative = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            String name = "train/a rather long folder name/picture_" + i + ".png";
            positive.add(new TrainingImage(picture, 1e6 / (i + 1), "a class with a long name", name));
            if (i < opponents) {
                negative.add(new TrainingImage(picture, -1.5e-7 / (i + 1), "T-shirt/top", name));
            }
        }
        TestImage test = new TestImage(picture, "test/some/very/long/path/indeed.png", "T-shirt/top", 1, "Ankle boot");
        DataAttributionPanel attribution = new DataAttributionPanel(
                test,
                "T-shirt/top rather than Ankle boot",
                positive,
                negative,
                k,
                opponents,
                1_281_167,
                k,
                PictureTone.INVERTED_GREY,
                CAPTION);
        return new XdaPanel(attribution, decision(), pairs(0, positive), pairs(3, negative), style);
    }

    public static PairPanel pair(int opponent, HeatStyle style) {
        XdaPanel xda = xda(3, 3, style);
        boolean against = opponent >= 0;
        return new PairPanel(
                xda.attribution().test(),
                against
                        ? xda.attribution().opponents().get(opponent)
                        : xda.attribution().proponents().get(0),
                "Sandal",
                against ? xda.opponents().get(opponent) : xda.proponents().get(0),
                style,
                CAPTION);
    }

    static DecisionPanel decision(HeatStyle style) {
        return new DecisionPanel(
                SamplePanels.fashion(1, 1).test(),
                "Sandal",
                decision(),
                List.of(
                        new ClassShare("Sandal", 0.998),
                        new ClassShare("Sneaker", 0.0012),
                        new ClassShare("Ankle boot", 0.0006),
                        new ClassShare("Bag", 0.0001),
                        new ClassShare("T-shirt/top", 0)),
                style,
                "LRP composite EpsilonPlus, biases zero. Small CNN on Fashion-MNIST, model 9f3ac1.");
    }

    static ComparisonPanel comparison(int targets, HeatStyle style) {
        List<Target> all = new ArrayList<>();
        for (int i = 0; i < targets; i++) {
            Heatmap map = i == 0 ? map("decision", 0) : map("test", (i + 2) % 6);
            String value = i == 0 ? "logit +14.2" : "";
            all.add(new Target(i == 0 ? "Sandal" : "Class number " + i, value, new RelevanceMap(map, 0.997 - 0.1 * i)));
        }
        return new ComparisonPanel(SamplePanels.fashion(1, 1).test(), all, style, CAPTION);
    }
}
