package dev.whence.app.ui.explore;

import dev.whence.app.task.BackgroundTask;
import dev.whence.app.task.Lane;
import dev.whence.app.task.TaskCenter;
import dev.whence.app.task.TaskRequest;
import dev.whence.app.ui.heat.HeatModel;
import dev.whence.app.ui.heat.HeatModel.Layer;
import dev.whence.app.ui.heat.HeatState;
import dev.whence.app.ui.heat.HeatmapRun;
import dev.whence.app.ui.heat.PairMaps;
import dev.whence.app.ui.heat.PairRows;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Node;
import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import dev.whence.engine.relevance.lrp.PreFlight;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.workspace.AxiomReport;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the heatmaps in step with what is selected: maps are computed behind everything else, those in front first, and
 * thrown away when the selection has moved on. All methods are called on the UI thread.
 */
final class HeatmapController {

    /** So many pairs are explained at a time, so that the first maps do not wait for the last. */
    private static final int PORTION = 4;

    /** So many images are enough to see an axiom broken. */
    private static final int AXIOM_IMAGES = 16;

    private static final Lane LANE = new Lane("heatmaps", 1);

    private final ExploreModel model;
    private final HeatModel heat;
    private final TaskCenter tasks;
    private @Nullable BackgroundTask<?> decision;
    private @Nullable BackgroundTask<?> portion;

    /** What the decision's map answers. */
    private record Question(Workspace workspace, int index, Target target, HeatmapRun<?> run) {}

    /** What the maps of pairs answer. */
    private record PairQuestion(
            Workspace workspace, Outcome.Explained explained, MethodRun<?> scores, HeatmapRun<?> run) {}

    HeatmapController(ExploreModel model, HeatModel heat, TaskCenter tasks) {
        this.model = model;
        this.heat = heat;
        this.tasks = tasks;
    }

    /** Starts keeping step. */
    void follow() {
        model.workspaceProperty().addListener((observed, was, is) -> heat.offer(is == null ? List.of() : layers(is)));
        InvalidationListener decisionChanged = observed -> explainDecision();
        model.workspaceProperty().addListener(decisionChanged);
        model.selectedProperty().addListener(decisionChanged);
        model.targetProperty().addListener(decisionChanged);
        model.decisionProperty().addListener(decisionChanged);
        heat.runProperty().addListener(decisionChanged);
        InvalidationListener pairsChanged = observed -> explainPairs();
        model.outcomeProperty().addListener(pairsChanged);
        model.rowLengthProperty().addListener(pairsChanged);
        heat.runProperty().addListener(pairsChanged);
    }

    /** Which rule each layer gets with these settings; asked for in the background. */
    void preFlight(LrpSettings settings, Consumer<List<PreFlight.Entry>> onKnown, Consumer<String> onFailed) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            tasks.submit(TaskRequest.of(
                            "Rules of the layers",
                            LANE,
                            progress -> workspace.heatmaps().preFlight(settings))
                    .onDone(onKnown)
                    .onFailed(onFailed));
        }
    }

    /** Measures what X-Gradient can promise on the open network; asked for in the background. */
    void axioms(Consumer<AxiomReport> onKnown, Consumer<String> onFailed) {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            tasks.submit(TaskRequest.of(
                            "Axioms of X-Gradient",
                            LANE,
                            progress -> workspace.heatmaps().axioms(AXIOM_IMAGES, progress))
                    .onDone(onKnown)
                    .onFailed(onFailed)
                    .onCancelled(() -> onFailed.accept("Cancelled.")));
        }
    }

    /** The image and every layer below the features whose values have rows and columns. */
    private static List<Layer> layers(Workspace workspace) {
        List<Node> nodes = workspace.classifier().network().nodes();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < workspace.classifier().featureNode(); i++) {
            Shape shape = nodes.get(i).shape();
            if (shape.rank() == 3 && shape.dim(1) * shape.dim(2) > 1) {
                layers.add(new Layer(i == 0 ? "" : nodes.get(i).name(), shape.dim(1) + " × " + shape.dim(2)));
            }
        }
        return layers;
    }

    private @Nullable Question question() {
        Workspace workspace = model.workspaceProperty().get();
        int index = model.selectedProperty().get();
        return workspace == null || index < 0 || model.decisionProperty().get() == null
                ? null
                : new Question(
                        workspace,
                        index,
                        model.targetProperty().get(),
                        heat.runProperty().get());
    }

    private void explainDecision() {
        cancel(decision);
        Question asked = question();
        if (asked == null) {
            heat.decisionProperty().set(new HeatState.Nothing());
            return;
        }
        heat.decisionProperty().set(new HeatState.Working());
        decision = tasks.submit(TaskRequest.of(
                        "Heatmap of test image " + asked.index(),
                        LANE,
                        progress -> asked.run().decision(asked.workspace(), asked.index(), asked.target(), progress))
                .onDone(map -> show(asked, new HeatState.Ready(asked.run(), map)))
                .onFailed(sentence -> show(asked, new HeatState.Missing(sentence)))
                .onCancelled(() -> show(
                        asked,
                        new HeatState.Missing("The heatmap was cancelled. Choose the method again to compute it."))));
    }

    private void show(Question asked, HeatState answer) {
        if (asked.equals(question())) {
            heat.decisionProperty().set(answer);
        }
    }

    private @Nullable PairQuestion pairQuestion() {
        Workspace workspace = model.workspaceProperty().get();
        MethodRun<?> scores = model.method().appliedProperty().get();
        return workspace != null
                        && scores != null
                        && model.outcomeProperty().get() instanceof Outcome.Explained done
                        && !done.isPartial()
                        && !done.explanation().isGroup()
                ? new PairQuestion(workspace, done, scores, heat.runProperty().get())
                : null;
    }

    private void explainPairs() {
        cancel(portion);
        heat.pairs().clear();
        heat.pairProblemProperty().set("");
        PairQuestion asked = pairQuestion();
        if (asked == null) {
            heat.rowsProperty().set(null);
            return;
        }
        Ranking ranking = asked.explained().explanation().ranking();
        List<Ranking.Entry> proponents = first(ranking.proponents());
        List<Ranking.Entry> opponents = first(ranking.opponents());
        heat.rowsProperty().set(new PairRows(positions(proponents), positions(opponents)));
        int test = asked.explained().explanation().testIndex();
        explainNext(asked, portions(test, proponents, opponents));
    }

    /** The strongest of both rows first. */
    private static Deque<List<Pair>> portions(int test, List<Ranking.Entry> proponents, List<Ranking.Entry> opponents) {
        Deque<List<Pair>> portions = new ArrayDeque<>();
        for (int from = 0; from < Math.max(proponents.size(), opponents.size()); from += PORTION) {
            for (List<Ranking.Entry> row : List.of(proponents, opponents)) {
                List<Pair> pairs = new ArrayList<>();
                for (int i = from; i < Math.min(row.size(), from + PORTION); i++) {
                    pairs.add(new Pair(test, row.get(i).train(), row.get(i).score()));
                }
                if (!pairs.isEmpty()) {
                    portions.add(pairs);
                }
            }
        }
        return portions;
    }

    private void explainNext(PairQuestion asked, Deque<List<Pair>> portions) {
        List<Pair> next = portions.poll();
        if (next == null) {
            return;
        }
        portion = tasks.submit(TaskRequest.of(
                        "Heatmaps of " + next.size() + " pairs",
                        LANE,
                        progress -> maps(asked, asked.scores(), next, progress))
                .onDone(maps -> {
                    if (asked.equals(pairQuestion())) {
                        add(next, maps);
                        explainNext(asked, portions);
                    }
                })
                .onFailed(sentence -> {
                    if (asked.equals(pairQuestion())) {
                        heat.pairProblemProperty().set(sentence);
                    }
                }));
    }

    private static <S extends Record> List<PairMaps> maps(
            PairQuestion asked, MethodRun<S> scores, List<Pair> pairs, Progress progress) {
        return asked.run().pairs(asked.workspace(), scores.method(), scores.settings(), pairs, progress);
    }

    private void add(List<Pair> pairs, List<PairMaps> maps) {
        for (int i = 0; i < maps.size(); i++) {
            heat.pairs().put(pairs.get(i).train(), maps.get(i));
        }
    }

    private List<Ranking.Entry> first(List<Ranking.Entry> side) {
        return side.stream().limit(model.rowLengthProperty().get()).toList();
    }

    private static List<Integer> positions(List<Ranking.Entry> entries) {
        return entries.stream().map(Ranking.Entry::train).toList();
    }

    private static void cancel(@Nullable BackgroundTask<?> task) {
        if (task != null) {
            task.cancel();
        }
    }
}
