package dev.whence.app.ui.training;

import dev.whence.app.ui.Labels;
import dev.whence.engine.training.run.EpochReport;
import dev.whence.engine.training.run.StepReport;
import dev.whence.visualization.chart.CourseChart;
import dev.whence.visualization.chart.CourseChart.Kind;
import dev.whence.visualization.chart.CourseChart.Line;
import java.util.List;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Loss and accuracy of a training, while it goes on. */
final class CourseCards {

    private static final List<Line> LINES = List.of(
            new Line("single batches", Kind.FAINT),
            new Line("training images", Kind.FIRST),
            new Line("test images", Kind.SECOND));

    private final CourseChart loss = new CourseChart("loss", 0, 0.5, LINES);
    private final CourseChart accuracy = new CourseChart("right, in percent", 0, 100, LINES);
    private final VBox root;

    /** @param dark whether the window is dark */
    CourseCards(TrainingModel model, ObservableBooleanValue dark) {
        loss.setId("training-loss");
        accuracy.setId("training-accuracy");
        root = new VBox(8, card("Loss", loss), card("Decided rightly", accuracy));
        root.setId("training-course");
        model.steps().addListener((ListChangeListener<StepReport>) this::stepsChanged);
        model.epochs().addListener((ListChangeListener<EpochReport>) this::epochsChanged);
        shade(dark.get());
        dark.addListener((observed, was, is) -> shade(is));
    }

    Node root() {
        return root;
    }

    private static VBox card(String title, CourseChart chart) {
        VBox card = new VBox(4, Labels.styled(title, "strong"), chart);
        card.getStyleClass().addAll("card", "chart-card");
        VBox.setVgrow(chart, Priority.ALWAYS);
        VBox.setVgrow(card, Priority.ALWAYS);
        return card;
    }

    private void shade(boolean dark) {
        loss.setDark(dark);
        accuracy.setDark(dark);
    }

    private void stepsChanged(ListChangeListener.Change<? extends StepReport> change) {
        if (change.getList().isEmpty()) {
            clear();
            return;
        }
        int steps = change.getList().get(0).steps();
        loss.setSteps(steps);
        accuracy.setSteps(steps);
        while (change.next()) {
            for (StepReport step : change.getAddedSubList()) {
                loss.add(0, step.step(), step.loss());
                accuracy.add(0, step.step(), 100 * step.accuracy());
            }
        }
        refresh();
    }

    private void epochsChanged(ListChangeListener.Change<? extends EpochReport> change) {
        if (change.getList().isEmpty()) {
            clear();
            return;
        }
        while (change.next()) {
            for (EpochReport epoch : change.getAddedSubList()) {
                loss.add(1, epoch.step(), epoch.trainLoss());
                loss.add(2, epoch.step(), epoch.testLoss());
                accuracy.add(1, epoch.step(), 100 * epoch.trainAccuracy());
                accuracy.add(2, epoch.step(), 100 * epoch.testAccuracy());
            }
        }
        refresh();
    }

    private void clear() {
        loss.clear();
        accuracy.clear();
    }

    private void refresh() {
        loss.refresh();
        accuracy.refresh();
    }
}
