package dev.whence.app.ui.dynamics;

import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.ablation.TestCourse;
import dev.whence.engine.training.history.HistoryFolder;
import dev.whence.visualization.chart.StepAxis;
import dev.whence.visualization.dynamics.KernelMatrix;
import dev.whence.visualization.dynamics.NumberStory;
import java.nio.file.Path;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Everything the Dynamics view shows. The test image is the one selected in the Explore view. */
public final class DynamicsModel {

    private final ExploreModel explore;
    private final StepAxis axis = new StepAxis();
    private final ObjectProperty<@Nullable HistoryFolder> history = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable TestCourse> testCourse = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Path> chosenHistory = new SimpleObjectProperty<>();
    private final StringProperty historyWords = new SimpleStringProperty("");
    private final StringProperty recording = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final ObjectProperty<DynamicsOutcome> outcome = new SimpleObjectProperty<>(new DynamicsOutcome.Nothing());
    private final ObjectProperty<@Nullable NumberStory> number = new SimpleObjectProperty<>();
    private final ObjectProperty<LowerView> lower = new SimpleObjectProperty<>(LowerView.IMAGES);
    private final StringProperty layer = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Integer> chosen = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable KernelMatrix> matrix = new SimpleObjectProperty<>();
    private final StringProperty matrixWords = new SimpleStringProperty("");
    private final BooleanProperty enlarged = new SimpleBooleanProperty();
    private final BooleanProperty shown = new SimpleBooleanProperty();

    public DynamicsModel(ExploreModel explore) {
        this.explore = explore;
    }

    public ExploreModel explore() {
        return explore;
    }

    /** The steps on display and the one that is looked at. */
    public StepAxis axis() {
        return axis;
    }

    /** The history of the classifier's training; null if none is known. */
    public ObjectProperty<@Nullable HistoryFolder> historyProperty() {
        return history;
    }

    /** How the test images did along the history; null until that is known. */
    public ObjectProperty<@Nullable TestCourse> testCourseProperty() {
        return testCourse;
    }

    /** The folder of the history that a person chose for this project; null if it is found or recorded by itself. */
    public ObjectProperty<@Nullable Path> chosenHistoryProperty() {
        return chosenHistory;
    }

    /** How good the history is, in sentences, if it was imported just now; else empty. */
    public StringProperty historyWordsProperty() {
        return historyWords;
    }

    /** What is being recorded, empty if nothing is. */
    public StringProperty recordingProperty() {
        return recording;
    }

    /** Why a history that was chosen cannot be used, empty if it can. */
    public StringProperty problemProperty() {
        return problem;
    }

    public ObjectProperty<DynamicsOutcome> outcomeProperty() {
        return outcome;
    }

    /** The class on display; null until it is read. */
    ObjectProperty<@Nullable NumberStory> numberProperty() {
        return number;
    }

    /** Several test images against all training images; null until it is asked for. */
    public ObjectProperty<@Nullable KernelMatrix> matrixProperty() {
        return matrix;
    }

    /** Why there is no matrix, empty if nobody asked. */
    StringProperty matrixWordsProperty() {
        return matrixWords;
    }

    /** What the lower part of the view shows. */
    ObjectProperty<LowerView> lowerProperty() {
        return lower;
    }

    /** Whether the lower part of the view takes the room of the upper. */
    BooleanProperty enlargedProperty() {
        return enlarged;
    }

    /** The layer whose parts are looked at, here and in the list of layers; empty for all. */
    public StringProperty layerProperty() {
        return layer;
    }

    /** Looks at the parts of a layer. */
    public void showLayer(String name) {
        layer.set(name);
        lower.set(LowerView.COMPONENTS);
    }

    /** The training image that is marked; null for none. */
    public ObjectProperty<@Nullable Integer> chosenProperty() {
        return chosen;
    }

    /** Whether the view is in front. */
    public BooleanProperty shownProperty() {
        return shown;
    }
}
