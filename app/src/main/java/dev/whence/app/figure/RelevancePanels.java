package dev.whence.app.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.ImageWords;
import dev.whence.app.provenance.JsonText;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.Ranking.Entry;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.engine.relevance.lrp.LrpMethod;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.HeatmapAnswer;
import dev.whence.engine.workspace.PairAnswer;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.figure.page.HeatStyle;
import dev.whence.visualization.figure.page.RelevanceMap;
import dev.whence.visualization.figure.panel.ComparisonPanel;
import dev.whence.visualization.figure.panel.DataAttributionPanel;
import dev.whence.visualization.figure.panel.DecisionPanel;
import dev.whence.visualization.figure.panel.DecisionPanel.ClassShare;
import dev.whence.visualization.figure.panel.PairPanel;
import dev.whence.visualization.figure.panel.XdaPanel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What figures with heatmaps show. The window's export and the command line use the same, so that they write the same
 * bytes. Pictures are those that the network sees, so that maps lie on them pixel by pixel.
 */
public final class RelevancePanels {

    /** So many classes are compared unless they are named. */
    public static final int COMPARED = 3;

    private static final int CLASSES_SHOWN = 5;

    private final Workspace opened;
    private final HeatStyle style;

    public RelevancePanels(Workspace opened, HeatStyle style) {
        this.opened = opened;
        this.style = style;
    }

    /**
     * A figure's content with what it was computed from.
     *
     * @param provenance JSON, to be embedded
     */
    public record Content<P>(P panel, String provenance) {}

    /** One decision: the image, its heatmap and the most probable classes. */
    public <S extends Record> Content<DecisionPanel> decision(
            HeatmapMethod<S> method, S settings, int index, HeatmapAnswer answer, Progress progress) {
        DecisionPanel panel = new DecisionPanel(
                ExplanationPanel.test(opened, opened::seen, index, progress),
                ExplanationPanel.explained(
                        opened, answer.targets().positive()[0], answer.targets().negative()[0]),
                decisionMap(answer),
                classes(index, progress),
                style,
                ExplanationPanel.heatmaps(method, settings) + " " + ExplanationPanel.model(opened.classifier()));
        return new Content<>(panel, pictured(JsonText.parse(answer.provenance()), index));
    }

    /**
     * One image explained for several targets, in their order.
     *
     * @param targets at least one
     */
    public <S extends Record> Content<ComparisonPanel> comparison(
            HeatmapMethod<S> method, S settings, int index, List<Target> targets, Progress progress) {
        List<ComparisonPanel.Target> compared = new ArrayList<>();
        ArrayNode asked = JsonText.object().putArray("targets");
        String provenance = "";
        for (Target target : targets) {
            progress.checkCancelled();
            HeatmapAnswer answer =
                    opened.heatmaps().decisions(method, settings, Split.TEST, new int[] {index}, target, progress);
            provenance = answer.provenance();
            asked.add(target.format());
            int positive = answer.targets().positive()[0];
            int negative = answer.targets().negative()[0];
            compared.add(new ComparisonPanel.Target(
                    ExplanationPanel.explained(opened, positive, negative),
                    logitWords(index, positive, negative, progress),
                    decisionMap(answer)));
        }
        ObjectNode all = JsonText.parse(provenance);
        all.withObject("/explained").remove("target");
        all.withObject("/explained").set("targets", asked);
        ComparisonPanel panel = new ComparisonPanel(
                ExplanationPanel.test(opened, opened::seen, index, progress),
                compared,
                style,
                ExplanationPanel.heatmaps(method, settings) + " " + ExplanationPanel.model(opened.classifier()));
        return new Content<>(panel, pictured(all, index));
    }

    private String logitWords(int index, int positive, int negative, Progress progress) {
        Tensor logits = opened.representations(Split.TEST, progress).logits();
        int classes = logits.shape().dim(1);
        double value =
                logits.get(index * classes + positive) - (negative < 0 ? 0 : logits.get(index * classes + negative));
        return (negative < 0 ? "logit " : "difference of logits ") + SignedNumbers.score(value);
    }

    /** The classes that are compared unless others are named: the most probable ones. */
    public static List<Target> likeliest(Workspace opened, int index, int count, Progress progress) {
        Representations tests = opened.representations(Split.TEST, progress);
        return IntStream.range(0, tests.classes())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer c) -> -tests.logits().get(index * tests.classes() + c)))
                .limit(count)
                .<Target>map(Target.OfClass::new)
                .toList();
    }

    /**
     * One explanation with the heatmap of the decision and both maps of every pair.
     *
     * @param k most images on either side
     */
    public <S extends Record> Content<XdaPanel> xda(
            AttributionMethod<S> method,
            S settings,
            LrpSettings relevance,
            Explanation explanation,
            int k,
            Progress progress) {
        List<Entry> proponents =
                explanation.ranking().proponents().stream().limit(k).toList();
        List<Entry> opponents =
                explanation.ranking().opponents().stream().limit(k).toList();
        List<XdaPanel.Pair> maps = pairMaps(
                method,
                settings,
                relevance,
                Stream.concat(proponents.stream(), opponents.stream())
                        .map(entry -> new Pair(explanation.testIndex(), entry.train(), entry.score()))
                        .toList(),
                progress);
        LrpMethod lrp = new LrpMethod();
        HeatmapAnswer decision = opened.heatmaps()
                .decisions(
                        lrp,
                        relevance,
                        Split.TEST,
                        new int[] {explanation.testIndex()},
                        explanation.target(),
                        progress);
        DataAttributionPanel attribution = ExplanationPanel.asSeen(opened, method, settings, lrp, relevance)
                .of(explanation, k, progress);
        XdaPanel panel = new XdaPanel(
                attribution,
                decisionMap(decision),
                maps.subList(0, proponents.size()),
                maps.subList(proponents.size(), maps.size()),
                style);
        ObjectNode all = joined(explanation.provenance(), decision.provenance());
        all.put("images_on_either_side", k);
        return new Content<>(panel, looked(all));
    }

    /** One training image, the test image, and what connects them. */
    public <S extends Record> Content<PairPanel> pair(
            AttributionMethod<S> method,
            S settings,
            LrpSettings relevance,
            Explanation explanation,
            int train,
            Progress progress) {
        double score = explanation.scores()[train];
        PairAnswer answer = opened.heatmaps()
                .pairs(method, settings, relevance, List.of(new Pair(explanation.testIndex(), train, score)), progress);
        PairPanel panel = new PairPanel(
                ExplanationPanel.test(opened, opened::seen, explanation.testIndex(), progress),
                ExplanationPanel.training(opened, opened::seen, train, score),
                ExplanationPanel.explained(opened, explanation.positiveClass(), explanation.negativeClass()),
                pairMap(answer, 0),
                style,
                ExplanationPanel.scores(method, settings) + " "
                        + ExplanationPanel.heatmaps(new LrpMethod(), relevance) + " "
                        + ExplanationPanel.model(opened.classifier()));
        ObjectNode all = joined(explanation.provenance(), answer.provenance());
        ObjectNode partner = all.withObject("/explained");
        partner.put("train_position", train);
        partner.put("train_id", opened.images(Split.TRAIN).id(train));
        return new Content<>(panel, looked(all));
    }

    private <S extends Record> List<XdaPanel.Pair> pairMaps(
            AttributionMethod<S> method, S settings, LrpSettings relevance, List<Pair> pairs, Progress progress) {
        if (pairs.isEmpty()) {
            return List.of();
        }
        PairAnswer answer = opened.heatmaps().pairs(method, settings, relevance, pairs, progress);
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> pairMap(answer, i))
                .toList();
    }

    private static XdaPanel.Pair pairMap(PairAnswer answer, int i) {
        return new XdaPanel.Pair(
                new RelevanceMap(
                        MapPictures.map(answer.maps().train(), i),
                        answer.trainConservation().get(i).ratio()),
                new RelevanceMap(
                        MapPictures.map(answer.maps().test(), i),
                        answer.testConservation().get(i).ratio()));
    }

    private static RelevanceMap decisionMap(HeatmapAnswer answer) {
        return new RelevanceMap(
                MapPictures.map(answer.maps(), 0), answer.conservation().get(0).ratio());
    }

    private List<ClassShare> classes(int index, Progress progress) {
        Representations tests = opened.representations(Split.TEST, progress);
        return IntStream.range(0, tests.classes())
                .mapToObj(c -> new ClassShare(
                        ImageWords.className(opened.classNames(), c), ImageWords.confidence(tests, index, c)))
                .sorted(Comparator.comparingDouble(ClassShare::probability).reversed())
                .limit(CLASSES_SHOWN)
                .toList();
    }

    /** The scores' provenance with what the heatmaps' adds. */
    private static ObjectNode joined(String scores, String heatmaps) {
        ObjectNode all = JsonText.parse(scores);
        all.set("heatmap", JsonText.parse(heatmaps).path("heatmap"));
        return all;
    }

    /** With the image that was explained. */
    private String pictured(ObjectNode all, int index) {
        all.withObject("/explained")
                .put("image", opened.images(Split.TEST).name(index))
                .put("id", opened.images(Split.TEST).id(index))
                .put("position", index);
        return looked(all);
    }

    /** With the look of the maps, so that the same can be seen again. */
    private String looked(ObjectNode all) {
        all.putObject("look")
                .put("colours", style.colours().name())
                .put("scale", style.scale().label())
                .put("opacity", style.opacity())
                .put("smooth", style.smooth());
        return JsonText.of(all);
    }
}
