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

/** Everything the Compare view shows. Written by its controller, on the UI thread. */
public final class CompareModel {

    /** More rows do not fit below each other. */
    public static final int MOST_ROWS = 4;

    private final ObservableList<MethodRun<?>> shown = FXCollections.observableArrayList();
    private final ObservableMap<MethodRun<?>, Explanation> answers = FXCollections.observableHashMap();
    private final Map<Integer, Picture> pictures = new HashMap<>();
    private final BooleanProperty opponents = new SimpleBooleanProperty();
    private final IntegerProperty highlighted = new SimpleIntegerProperty(-1);
    private final IntegerProperty across = new SimpleIntegerProperty(0);
    private final IntegerProperty upwards = new SimpleIntegerProperty(1);
    private final ObjectProperty<AgreementScope> scope = new SimpleObjectProperty<>(AgreementScope.SELECTED);
    private final ObjectProperty<@Nullable Agreements> agreements = new SimpleObjectProperty<>();
    private final StringProperty remark = new SimpleStringProperty("");
    private final BooleanProperty active = new SimpleBooleanProperty();

    /**
     * How far the runs agree.
     *
     * @param titles of the runs
     * @param over the test images, in words
     */
    public record Agreements(List<String> titles, AgreementMatrix matrix, String over) {

        public Agreements {
            titles = List.copyOf(titles);
        }
    }

    /** The runs side by side, from top to bottom; at most {@link #MOST_ROWS}. */
    public ObservableList<MethodRun<?>> shown() {
        return shown;
    }

    /** What each of them says of the selected image, as far as it is known. */
    public ObservableMap<MethodRun<?>, Explanation> answers() {
        return answers;
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

    public ObjectProperty<AgreementScope> scopeProperty() {
        return scope;
    }

    /** Of all runs; null until measured. */
    public ObjectProperty<@Nullable Agreements> agreementsProperty() {
        return agreements;
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
