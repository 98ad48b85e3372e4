package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.HeatmapView;
import dev.whence.visualization.control.ViewportModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/** One pair, large: both images with their maps side by side, zoomed and moved together. */
public final class PairWindow {

    private static final double SHARE_WIDE = 0.66;
    private static final double SHARE_HIGH = 0.78;

    private final Stage stage = new Stage();
    private final HeatModel heat;
    private final PictureTone tone;
    private final BooleanSupplier current;
    private final Runnable copyCommand;
    private final ViewportModel viewport = new ViewportModel();
    private final BorderPane root = new BorderPane();
    private final List<Runnable> left = new ArrayList<>();

    /**
     * @param current whether the maps that the window behind shows are still those of this pair's test image
     * @param copyCommand puts the command that computes these maps on the clipboard
     */
    public PairWindow(
            Window owner,
            boolean dark,
            HeatModel heat,
            PictureTone tone,
            BooleanSupplier current,
            Runnable copyCommand) {
        this.current = current;
        this.copyCommand = copyCommand;
        this.heat = heat;
        this.tone = tone;
        root.setId("pair-view");
        root.getStyleClass().addAll("workbench", "pair-view");
        if (dark) {
            root.getStyleClass().add("dark");
        }
        Scene scene =
                new Scene(root, room(owner.getWidth(), SHARE_WIDE, 1040), room(owner.getHeight(), SHARE_HIGH, 680));
        Theme.install(scene);
        scene.addEventFilter(KeyEvent.ANY, this::key);
        stage.initOwner(owner);
        stage.setScene(scene);
        stage.setMinWidth(900);
        stage.setMinHeight(460);
    }

    /** So much of the window behind, and at least what is needed. */
    private static double room(double behind, double share, double least) {
        return Double.isNaN(behind) ? least : Math.max(least, share * behind);
    }

    /**
     * @param train position of the training image
     */
    public void show(PairMaps maps, PairWords words, int train) {
        stage.setTitle(words.train() + " and " + words.test().toLowerCase(Locale.ROOT));
        Node lent = side(words.train(), "what it lends", maps, PairMaps::train, train, "pair-train");
        Node found = side(words.test(), "where it is found", maps, PairMaps::test, train, "pair-test");
        HBox sides = new HBox(14, lent, found);
        HBox.setHgrow(lent, Priority.ALWAYS);
        HBox.setHgrow(found, Priority.ALWAYS);
        sides.setPadding(new Insets(0, 16, 12, 16));
        root.setTop(head(words));
        root.setCenter(sides);
        root.setBottom(new HeatControls(heat).root());
        stage.show();
        root.lookup("#pair-train").requestFocus();
    }

    private Node head(PairWords words) {
        Label headline = Labels.styled(words.headline(), "title");
        headline.setId("pair-headline");
        Label how = Labels.muted("Maps by " + heat.pairTitle() + ", from the score of this pair");
        how.getStyleClass().add("small");
        VBox text = new VBox(2, headline, new Label(words.share()), how);
        Button whole = new Button("Whole image");
        whole.getStyleClass().add("compact");
        whole.setTooltip(
                Labels.tooltip("Shows both images whole again (0). The wheel or + and − zoom, dragging moves."));
        whole.setOnAction(event -> viewport.reset());
        whole.disableProperty().bind(viewport.zoomProperty().lessThanOrEqualTo(ViewportModel.WHOLE));
        Button copy = new Button("Copy as command");
        copy.setId("pair-copy-command");
        copy.getStyleClass().addAll("link", "small");
        copy.setTooltip(Labels.tooltip("Copies the command that computes these two maps in a terminal."));
        copy.setOnAction(event -> copyCommand.run());
        HBox head = Labels.row(12, text, Labels.spacer(), copy, whole);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setPadding(new Insets(14, 16, 12, 16));
        return head;
    }

    private Node side(
            String name, String caption, PairMaps maps, Function<PairMaps, SeenMap> which, int train, String id) {
        HeatmapView view = new HeatmapView();
        view.setId(id);
        heat.display().control(view);
        heat.display()
                .comparingProperty()
                .addListener((observed, was, is) -> view.comparingProperty().set(is));
        view.setViewport(viewport);
        view.toneProperty().set(tone);
        view.setMinSize(0, 0);
        StackPane place = new StackPane(view);
        place.setMinSize(0, 0);
        VBox.setVgrow(place, Priority.ALWAYS);
        BadgeLabel badge = new BadgeLabel();
        Label words = Labels.muted("");
        Consumer<PairMaps> show = known -> {
            SeenMap map = which.apply(known);
            view.show(map.picture(), map.map(), name + ", " + caption);
            view.scaleProperty().set(heat.scale(train));
            badge.show(map.conservation());
            words.setText(caption + " · " + map.strongest());
        };
        show.accept(maps);
        InvalidationListener follow = observed -> {
            PairMaps known = heat.pairs().get(train);
            if (known != null && current.getAsBoolean()) {
                show.accept(known);
            }
        };
        heat.display().scaleProperty().addListener(follow);
        heat.pairs().addListener(follow);
        stage.setOnHidden(event -> leave());
        left.add(() -> {
            heat.display().scaleProperty().removeListener(follow);
            heat.pairs().removeListener(follow);
        });
        VBox side = new VBox(8, place, Labels.row(8, Labels.styled(name, "strong"), words, Labels.spacer(), badge));
        side.getStyleClass().add("card");
        side.setMinSize(0, 0);
        side.setPrefWidth(10);
        return side;
    }

    /** A closed window follows nothing any more. */
    private void leave() {
        left.forEach(Runnable::run);
        left.clear();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && event.getEventType() == KeyEvent.KEY_PRESSED) {
            stage.close();
        } else if (event.getCode() == KeyCode.SPACE && !(event.getTarget() instanceof Control)) {
            boolean released = event.getEventType() == KeyEvent.KEY_RELEASED;
            heat.display().comparingProperty().set(!released);
        }
    }
}
