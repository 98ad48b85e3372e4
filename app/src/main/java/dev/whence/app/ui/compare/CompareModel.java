package dev.whence.app.ui.compare;

import dev.whence.engine.data.Picture;
import dev.whence.engine.evaluation.AgreementMatrix;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** Everything the Compare view shows. Written by its controllers, on the UI thread. */
public final class CompareModel {

    /** More rows could not be told apart any more. */
    public static final int MOST_ROWS = 8;

    /** Runs beyond these are shown when they are asked for. */
    static final int SHOWN_BY_THEMSELVES = 4;

    private final ObservableList<MethodRun<?>> shown = FXCollections.observableArrayList();
    private final ObservableMap<MethodRun<?>, Explanation> answers = FXCollections.observableHashMap();
    private final ObservableMap<MethodRun<?>, Waiting> waiting = FXCollections.observableHashMap();
    private final Map<Integer, Picture> pictures = new HashMap<>();
    private final BooleanProperty opponents = new SimpleBooleanProperty();
    private final IntegerProperty highlighted = new SimpleIntegerProperty(-1);
    private final IntegerProperty across = new SimpleIntegerProperty(0);
    private final IntegerProperty upwards = new SimpleIntegerProperty(1);
    private final IntegerProperty columns = new SimpleIntegerProperty(8);
    private final ObjectProperty<AgreementScope> scope = new SimpleObjectProperty<>(AgreementScope.SHOWN);
    private final ObjectProperty<@Nullable Agreements> agreements = new SimpleObjectProperty<>();
    private final BooleanProperty measuring = new SimpleBooleanProperty();
    private final StringProperty remark = new SimpleStringProperty("");
    private final BooleanProperty active = new SimpleBooleanProperty();

    /**
     * Why a run has not answered.
     *
     * @param words how far it is, or what went wrong
     * @param over whether it ended without an answer, so that it can be asked again
     */
    public record Waiting(String words, boolean over) {}

    /**
     * How far the runs agree.
     *
     * @param runs in the order of the matrix
     * @param over the test images, in words
     */
    public record Agreements(List<MethodRun<?>> runs, AgreementMatrix matrix, String over) {

        public Agreements {
            runs = List.copyOf(runs);
        }
    }

    /** The runs side by side, from top to bottom; at most {@link #MOST_ROWS}. */
    public ObservableList<MethodRun<?>> shown() {
        return shown;
    }

    /** What each of them says of what is explained, as far as it is known. */
    public ObservableMap<MethodRun<?>, Explanation> answers() {
        return answers;
    }

    /** Why others have not answered. */
    public ObservableMap<MethodRun<?>, Waiting> waiting() {
        return waiting;
    }

    /** Pictures of training images, by position, as far as they were read. */
    public Map<Integer, Picture> pictures() {
        return pictures;
    }

    /** Whether opponents are compared, in contrast to proponents. */
    public BooleanProperty opponentsProperty() {
        return opponents;
    }

    /** The training image that stands out in all parts of the view, -1 for none. */
    public IntegerProperty highlightedProperty() {
        return highlighted;
    }

    /** Which of the shown runs the scatter has to the right. */
    public IntegerProperty acrossProperty() {
        return across;
    }

    /** Which of the shown runs the scatter has upwards. */
    public IntegerProperty upwardsProperty() {
        return upwards;
    }

    /** How many images stand in a row. */
    public IntegerProperty columnsProperty() {
        return columns;
    }

    public ObjectProperty<AgreementScope> scopeProperty() {
        return scope;
    }

    /** Of all runs; null until measured. */
    public ObjectProperty<@Nullable Agreements> agreementsProperty() {
        return agreements;
    }

    /** Whether agreement is being measured. */
    public BooleanProperty measuringProperty() {
        return measuring;
    }

    /** What is being done, or why something is missing; empty for nothing. */
    public StringProperty remarkProperty() {
        return remark;
    }

    /** Whether the view is on display; nothing is computed for it otherwise. */
    public BooleanProperty activeProperty() {
        return active;
    }
}
