package dev.whence.app.ui.heat;

import dev.whence.app.ui.Labels;
import dev.whence.engine.relevance.HeatmapMethod;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.HeatmapView;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The heatmap of the selected decision: why the network decided so, in the picture itself. */
public final class DecisionCard {

    private final HeatModel heat;
    private final ObservableValue<PictureTone> tone;
    private final Runnable settings;
    private final Runnable copyCommand;
    private final HeatmapView view = new HeatmapView();
    private final Label message = Labels.paragraph("");
    private final MenuButton method = new MenuButton();
    private final BadgeLabel badge = new BadgeLabel();
    private final StackPane place = new StackPane();
    private final VBox root = new VBox();

    /**
     * @param settings opens the settings of the method
     * @param copyCommand puts the command that computes the map on the clipboard
     */
    public DecisionCard(HeatModel heat, ObservableValue<PictureTone> tone, Runnable settings, Runnable copyCommand) {
        this.copyCommand = copyCommand;
        this.heat = heat;
        this.tone = tone;
        this.settings = settings;
        heat.display().control(view);
        heat.display()
                .comparingProperty()
                .addListener((observed, was, is) -> view.comparingProperty().set(is));
        view.setId("decision-map");
        message.getStyleClass().add("small");
        message.setId("decision-map-message");
        badge.setId("decision-badge");
        method.setId("heat-method");
        method.getStyleClass().addAll("compact", "quiet-menu", "small");
        method.setMinWidth(0);
        method.setTooltip(Labels.tooltip("Which heatmap is shown, and with which settings."));
        place.getChildren().addAll(view, message);
        root.getChildren().addAll(place, Labels.row(4, method, Labels.spacer(), badge));
        root.getStyleClass().addAll("card", "picture-card");
        root.setMinWidth(VBox.USE_PREF_SIZE);
        InvalidationListener show = observed -> show();
        heat.decisionProperty().addListener(show);
        tone.addListener(show);
        heat.runProperty().addListener(observed -> fillMenu());
        fillMenu();
        show();
    }

    public Node root() {
        return root;
    }

    /** @param side of the map in points */
    public void setSide(double side) {
        view.setPrefSize(side, side);
        view.setMinSize(side, side);
        message.setMaxWidth(side);
        place.setPrefSize(side, side);
        place.setMinSize(side, side);
    }

    private void fillMenu() {
        String title = heat.runProperty().get().method().title();
        method.setText("why: " + title);
        method.setAccessibleText("Heatmap method, " + heat.runProperty().get().title());
        method.getItems().clear();
        for (HeatmapMethod<?> candidate : heat.methods()) {
            RadioMenuItem item = new RadioMenuItem(candidate.title());
            item.setId("heat-method-" + candidate.id());
            item.setSelected(
                    candidate.id().equals(heat.runProperty().get().method().id()));
            item.setOnAction(event -> heat.use(candidate, Map.of()));
            method.getItems().add(item);
        }
        MenuItem more = new MenuItem("Settings and layers…");
        more.setId("heat-settings");
        more.setOnAction(event -> settings.run());
        MenuItem copy = new MenuItem("Copy as command");
        copy.setId("heat-copy-command");
        copy.setOnAction(event -> copyCommand.run());
        method.getItems().addAll(new SeparatorMenuItem(), more, copy);
    }

    private void show() {
        HeatState state = heat.decisionProperty().get();
        view.toneProperty().set(tone.getValue());
        boolean ready = state instanceof HeatState.Ready;
        view.setVisible(ready);
        message.setVisible(!ready);
        message.getStyleClass().remove("field-problem");
        if (state instanceof HeatState.Ready done) {
            String words = "Heatmap of the decision by " + done.run().title();
            view.show(done.map().picture(), done.map().map(), words);
            badge.show(done.map().conservation());
            return;
        }
        view.show(null, null, "No heatmap yet");
        badge.show(null);
        if (state instanceof HeatState.Missing missing) {
            message.getStyleClass().add("field-problem");
            message.setText(missing.sentence());
            message.setTooltip(Labels.tooltip(missing.sentence()));
        } else {
            message.setText(state instanceof HeatState.Working ? "Computing the heatmap …" : "");
        }
    }
}
