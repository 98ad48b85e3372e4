package dev.whence.app.figure;

import dev.whence.app.provenance.ImageWords;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Ranking.Entry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.panel.DataAttributionPanel;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.panel.DataAttributionPanel.TrainingImage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a figure shows of an explanation. The window's export and the command line use the same, so that they write the
 * same bytes.
 */
public final class ExplanationPanel {

    private static final int HASH_DIGITS = 12;

    private final Workspace opened;
    private final String caption;
    private final Pictures pictures;

    /** Where the pictures of a split come from. */
    @FunctionalInterface
    interface Pictures {
        Picture picture(Split split, int index);
    }

    public <S extends Record> ExplanationPanel(Workspace opened, AttributionMethod<S> method, S settings) {
        this(
                opened,
                scores(method, settings) + " " + model(opened.classifier()),
                (split, index) -> opened.images(split).picture(index));
    }

    private ExplanationPanel(Workspace opened, String caption, Pictures pictures) {
        this.opened = opened;
        this.caption = caption;
        this.pictures = pictures;
    }

    /** For heatmaps: with pictures as the network sees them, and the maps' settings in the caption. */
    static <S extends Record, R extends Record> ExplanationPanel asSeen(
            Workspace opened, AttributionMethod<S> method, S settings, HeatmapMethod<R> maps, R mapSettings) {
        String caption =
                scores(method, settings) + " " + heatmaps(maps, mapSettings) + " " + model(opened.classifier());
        return new ExplanationPanel(opened, caption, opened::seen);
    }

    /** @param k most images on either side */
    public DataAttributionPanel of(Explanation explanation, int k, Progress progress) {
        return new DataAttributionPanel(
                test(opened, pictures, explanation.testIndex(), progress),
                explained(opened, explanation.positiveClass(), explanation.negativeClass()),
                training(explanation.ranking().proponents(), k),
                training(explanation.ranking().opponents(), k),
                explanation.ranking().proponents().size(),
                explanation.ranking().opponents().size(),
                explanation.ranking().trainSize(),
                k,
                PictureTone.AS_STORED,
                caption);
    }

    /** One test image with what the network makes of it. */
    static TestImage test(Workspace opened, Pictures pictures, int index, Progress progress) {
        ImageDataset images = opened.images(Split.TEST);
        Representations tests = opened.representations(Split.TEST, progress);
        int predicted = tests.predicted(index);
        int label = images.label(index);
        return new TestImage(
                pictures.picture(Split.TEST, index),
                images.name(index),
                ImageWords.className(opened.classNames(), predicted),
                ImageWords.confidence(tests, index, predicted),
                label < 0 ? "" : ImageWords.className(opened.classNames(), label));
    }

    /** The explained class in words. */
    static String explained(Workspace opened, int positive, int negative) {
        String name = ImageWords.className(opened.classNames(), positive);
        return negative < 0 ? name : name + " rather than " + ImageWords.className(opened.classNames(), negative);
    }

    private List<TrainingImage> training(List<Entry> entries, int k) {
        return entries.stream()
                .limit(k)
                .map(entry -> training(opened, pictures, entry.train(), entry.score()))
                .toList();
    }

    /** One training image with its score. */
    static TrainingImage training(Workspace opened, Pictures pictures, int index, double score) {
        ImageDataset train = opened.images(Split.TRAIN);
        return new TrainingImage(
                pictures.picture(Split.TRAIN, index),
                score,
                ImageWords.className(opened.classNames(), train.label(index)),
                train.name(index));
    }

    /** One sentence: where the scores come from. */
    static <S extends Record> String scores(AttributionMethod<S> method, S settings) {
        return "Scores: " + described(method, settings) + ".";
    }

    /** The method with its settings, for example {@code "DualDA with C = 1.0"}. */
    static <S extends Record> String described(AttributionMethod<S> method, S settings) {
        return method.title() + shown(method.settingsType(), settings);
    }

    /** One sentence: where the heatmaps come from. */
    static <S extends Record> String heatmaps(HeatmapMethod<S> method, S settings) {
        return "Heatmaps: " + method.title() + shown(method.settingsType(), settings) + ".";
    }

    /** One sentence: the model. */
    static String model(Classifier classifier) {
        return "Model: " + classifier.file().getFileName() + " (SHA-256 "
                + classifier.sha256().substring(0, HASH_DIGITS) + "\u2026).";
    }

    private static <S extends Record> String shown(Class<S> type, S settings) {
        SettingsSchema<S> schema = SettingsSchema.of(type);
        Map<String, String> values = schema.format(settings);
        String shown = schema.settings().stream()
                .filter(setting -> !setting.advanced())
                .filter(setting -> !values.getOrDefault(setting.key(), "").isEmpty())
                .map(setting -> setting.label() + " = " + values.get(setting.key()))
                .collect(Collectors.joining(", "));
        return shown.isEmpty() ? "" : " with " + shown;
    }
}
