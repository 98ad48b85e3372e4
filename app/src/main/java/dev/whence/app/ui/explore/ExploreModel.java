package dev.whence.app.ui.explore;

import dev.whence.app.project.ProjectView;
import dev.whence.app.ui.heat.HeatModel;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Representations;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Everything the Explore view shows. Written by its controller, on the UI thread. */
public final class ExploreModel {

    private final GalleryModel gallery = new GalleryModel();
    private final MethodModel method = new MethodModel();
    private final HeatModel heat = new HeatModel();
    private final ObjectProperty<@Nullable Workspace> workspace = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Representations> tests = new SimpleObjectProperty<>();
    private final IntegerProperty selected = new SimpleIntegerProperty(-1);
    private final ObjectProperty<Target> target = new SimpleObjectProperty<>(new Target.Predicted());
    private final ObjectProperty<@Nullable Decision> decision = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Picture> picture = new SimpleObjectProperty<>();
    private final ObjectProperty<PictureTone> tone = new SimpleObjectProperty<>(PictureTone.AS_STORED);
    private final ObjectProperty<Outcome> outcome = new SimpleObjectProperty<>(new Outcome.Nothing());
    private final ObjectProperty<Ranking.@Nullable Entry> chosen = new SimpleObjectProperty<>();
    private final ObjectProperty<List<Integer>> group = new SimpleObjectProperty<>(List.of());
    private final ObservableList<MethodRun<?>> runs = FXCollections.observableArrayList();
    private final IntegerProperty rowLength = new SimpleIntegerProperty(ProjectView.DEFAULT_ROW_LENGTH);

    public GalleryModel gallery() {
        return gallery;
    }

    public MethodModel method() {
        return method;
    }

    public HeatModel heat() {
        return heat;
    }

    /** What is open, or null. */
    public ObjectProperty<@Nullable Workspace> workspaceProperty() {
        return workspace;
    }

    /** What the network makes of the test images; null until computed. */
    public ObjectProperty<@Nullable Representations> testsProperty() {
        return tests;
    }

    /** Position of the selected test image, -1 for none. */
    public IntegerProperty selectedProperty() {
        return selected;
    }

    public ObjectProperty<Target> targetProperty() {
        return target;
    }

    /** Of the selected image; null until known. */
    public ObjectProperty<@Nullable Decision> decisionProperty() {
        return decision;
    }

    /** The selected image; null while it is read. */
    public ObjectProperty<@Nullable Picture> pictureProperty() {
        return picture;
    }

    /** How grey pictures are shown. */
    public ObjectProperty<PictureTone> toneProperty() {
        return tone;
    }

    public ObjectProperty<Outcome> outcomeProperty() {
        return outcome;
    }

    /** The training image that is shown large; null for none. */
    public ObjectProperty<Ranking.@Nullable Entry> chosenProperty() {
        return chosen;
    }

    /** Positions of the test images that are explained together; empty while one is explained alone. */
    public ObjectProperty<List<Integer>> groupProperty() {
        return group;
    }

    /** All methods with settings that were prepared on what is open, the latest last. */
    public ObservableList<MethodRun<?>> runs() {
        return runs;
    }

    /** At most so many images in a row of proponents or opponents. */
    public IntegerProperty rowLengthProperty() {
        return rowLength;
    }
}
