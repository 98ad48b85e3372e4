package dev.whence.app.cli;

import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Ranking.Entry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.settings.SettingsSchema;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.figure.DataAttributionPanel;
import dev.whence.visualization.figure.DataAttributionPanel.TestImage;
import dev.whence.visualization.figure.DataAttributionPanel.TrainingImage;
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

    public <S extends Record> ExplanationPanel(Workspace opened, AttributionMethod<S> method, S settings) {
        this.opened = opened;
        this.caption = caption(opened.classifier(), method, settings);
    }

    /** @param k most images on either side */
    public DataAttributionPanel of(Explanation explanation, int k, Progress progress) {
        return new DataAttributionPanel(
                test(explanation.testIndex(), progress),
                explained(explanation),
                training(explanation.ranking().proponents(), k),
                training(explanation.ranking().opponents(), k),
                explanation.ranking().proponents().size(),
                explanation.ranking().opponents().size(),
                explanation.ranking().trainSize(),
                k,
                PictureTone.AS_STORED,
                caption);
    }

    private TestImage test(int index, Progress progress) {
        ImageDataset images = opened.images(Split.TEST);
        Representations tests = opened.representations(Split.TEST, progress);
        int predicted = tests.predicted(index);
        int label = images.label(index);
        return new TestImage(
                images.picture(index),
                images.name(index),
                className(predicted),
                ImageWords.confidence(tests, index, predicted),
                label < 0 ? "" : className(label));
    }

    private String explained(Explanation explanation) {
        String positive = className(explanation.positiveClass());
        return explanation.negativeClass() < 0
                ? positive
                : positive + " rather than " + className(explanation.negativeClass());
    }

    private List<TrainingImage> training(List<Entry> entries, int k) {
        ImageDataset train = opened.images(Split.TRAIN);
        return entries.stream()
                .limit(k)
                .map(entry -> new TrainingImage(
                        train.picture(entry.train()),
                        entry.score(),
                        className(train.label(entry.train())),
                        train.name(entry.train())))
                .toList();
    }

    private String className(int index) {
        return ImageWords.className(opened.classNames(), index);
    }

    private static <S extends Record> String caption(Classifier classifier, AttributionMethod<S> method, S settings) {
        SettingsSchema<S> schema = SettingsSchema.of(method.settingsType());
        Map<String, String> values = schema.format(settings);
        String shown = schema.settings().stream()
                .filter(setting -> !setting.advanced())
                .map(setting -> setting.label() + " = " + values.get(setting.key()))
                .collect(Collectors.joining(", "));
        return "Scores: " + method.title() + (shown.isEmpty() ? "" : " with " + shown) + ". Model: "
                + classifier.file().getFileName() + " (SHA-256 "
                + classifier.sha256().substring(0, HASH_DIGITS) + "\u2026).";
    }
}
