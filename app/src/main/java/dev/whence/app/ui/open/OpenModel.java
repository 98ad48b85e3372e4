package dev.whence.app.ui.open;

import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** What the open dialog shows. */
public final class OpenModel {

    /**
     * A workspace that could be opened.
     *
     * @param tone how its pictures look best
     * @param samples some of its test images, with what is decided
     */
    public record Preview(Workspace workspace, PictureTone tone, SampleDecisions samples) {}

    private final ObjectProperty<OpenForm> form = new SimpleObjectProperty<>(OpenForm.empty());
    private final ObjectProperty<@Nullable Preview> preview = new SimpleObjectProperty<>();
    private final StringProperty problem = new SimpleStringProperty("");
    private final StringProperty recognised = new SimpleStringProperty("");
    private final BooleanProperty checking = new SimpleBooleanProperty();

    public ObjectProperty<OpenForm> formProperty() {
        return form;
    }

    /** What the form opens; null while it cannot be used. */
    public ObjectProperty<@Nullable Preview> previewProperty() {
        return preview;
    }

    /** Why the form cannot be used, empty if it can or is not complete. */
    public StringProperty problemProperty() {
        return problem;
    }

    /** What the classifier's file is, while the images are not chosen yet; empty if unknown. */
    public StringProperty recognisedProperty() {
        return recognised;
    }

    /** Whether the form is being tried out. */
    public BooleanProperty checkingProperty() {
        return checking;
    }
}
