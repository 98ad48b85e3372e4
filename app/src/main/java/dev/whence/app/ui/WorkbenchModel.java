package dev.whence.app.ui;

import dev.whence.app.project.LeftOpen;
import dev.whence.app.project.Preferences;
import dev.whence.app.project.Project;
import dev.whence.app.project.UnfinishedRun;
import dev.whence.app.ui.compare.CompareModel;
import dev.whence.app.ui.dynamics.DynamicsModel;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Path;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What the window as a whole shows. Written by controllers, on the UI thread. */
public final class WorkbenchModel {

    private final ExploreModel explore = new ExploreModel();
    private final CompareModel compare = new CompareModel();
    private final DynamicsModel dynamics = new DynamicsModel(explore);
    private final ObjectProperty<WorkbenchTab> tab = new SimpleObjectProperty<>(WorkbenchTab.EXPLORE);
    private final ObjectProperty<Preferences> preferences = new SimpleObjectProperty<>(Preferences.initial());
    private final ObjectProperty<@Nullable Path> file = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Project> saved = new SimpleObjectProperty<>();
    private final StringProperty title = new SimpleStringProperty("");
    private final StringProperty opening = new SimpleStringProperty("");
    private final StringProperty problem = new SimpleStringProperty("");
    private final ObservableList<UnfinishedRun> unfinished = FXCollections.observableArrayList();
    private final ObservableList<LeftOpen> leftOpen = FXCollections.observableArrayList();
    private final BooleanProperty dirty = new SimpleBooleanProperty();

    public ExploreModel explore() {
        return explore;
    }

    public CompareModel compare() {
        return compare;
    }

    public DynamicsModel dynamics() {
        return dynamics;
    }

    public ObjectProperty<@Nullable Workspace> workspaceProperty() {
        return explore.workspaceProperty();
    }

    public ObjectProperty<WorkbenchTab> tabProperty() {
        return tab;
    }

    public ObjectProperty<Preferences> preferencesProperty() {
        return preferences;
    }

    /** The project file, null while it was never saved. */
    public ObjectProperty<@Nullable Path> fileProperty() {
        return file;
    }

    /** The project as it was opened or saved last; null for nothing. */
    public ObjectProperty<@Nullable Project> savedProperty() {
        return saved;
    }

    /** The project's name. */
    public StringProperty titleProperty() {
        return title;
    }

    /** What is being opened, empty if nothing is. */
    public StringProperty openingProperty() {
        return opening;
    }

    /** A sentence the person has to see, empty for none; stays until dismissed. */
    public StringProperty problemProperty() {
        return problem;
    }

    /** What was under way when the window was closed last, as long as it is offered to go on with it. */
    public ObservableList<UnfinishedRun> unfinished() {
        return unfinished;
    }

    /** What was open and not saved when the program ended without closing, as long as it is offered. */
    public ObservableList<LeftOpen> leftOpen() {
        return leftOpen;
    }

    /** Whether there is work that is not saved. */
    public BooleanProperty dirtyProperty() {
        return dirty;
    }
}
