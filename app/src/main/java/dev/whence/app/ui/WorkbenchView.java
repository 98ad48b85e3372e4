package dev.whence.app.ui;

import dev.whence.app.task.TaskCenter;
import dev.whence.app.ui.command.CommandPalette;
import dev.whence.app.ui.command.CommandRegistry;
import dev.whence.app.ui.compare.CompareView;
import dev.whence.app.ui.details.DataView;
import dev.whence.app.ui.details.ModelView;
import dev.whence.app.ui.dynamics.DynamicsView;
import dev.whence.app.ui.explore.ExploreView;
import dev.whence.app.ui.tasks.StatusBar;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The window's content: bars, the view that is chosen, what lies above it. */
final class WorkbenchView {

    private final WorkbenchModel model;
    private final ExploreView explore;
    private final DynamicsView dynamics;
    private final CompareView compare;
    private final Node data;
    private final Node network;
    private final Node training;
    private final VBox welcome = new VBox();
    private final HBox banner = new HBox();
    private final BorderPane body = new BorderPane();
    private final CommandRegistry commands;
    private final StackPane root;

    WorkbenchView(
            WorkbenchModel model,
            TaskCenter tasks,
            CommandRegistry commands,
            ExploreView explore,
            DynamicsView dynamics,
            CompareView compare,
            Node training,
            CommandPalette palette,
            Node offers,
            Consumer<Path> openRecent) {
        this.model = model;
        this.commands = commands;
        this.explore = explore;
        this.dynamics = dynamics;
        this.compare = compare;
        this.data = new DataView(model.workspaceProperty()).root();
        this.training = training;
        this.network = new ModelView(model.workspaceProperty(), model.dynamics().layerProperty(), layer -> {
                    model.dynamics().showLayer(layer);
                    model.tabProperty().set(WorkbenchTab.DYNAMICS);
                })
                .root();
        body.getStyleClass().add("workbench");
        body.setTop(new VBox(new TopBar(model, commands, openRecent).root(), offers, banner));
        body.setBottom(new StatusBar(
                        tasks,
                        model.workspaceProperty(),
                        () -> model.tabProperty().set(WorkbenchTab.DATA))
                .root());
        root = new StackPane(body, palette.root());
        root.getStyleClass().add("workbench-root");
        buildBanner();
        InvalidationListener show = observed -> show();
        model.tabProperty().addListener(show);
        model.workspaceProperty().addListener(show);
        model.openingProperty().addListener(show);
        show();
    }

    StackPane root() {
        return root;
    }

    private void show() {
        model.dynamics().shownProperty().set(model.tabProperty().get() == WorkbenchTab.DYNAMICS);
        if (model.workspaceProperty().get() == null) {
            fillWelcome();
            body.setCenter(welcome);
            return;
        }
        body.setCenter(
                switch (model.tabProperty().get()) {
                    case EXPLORE -> explore.root();
                    case DYNAMICS -> dynamics.root();
                    case COMPARE -> compare.root();
                    case DATA -> data;
                    case MODEL -> network;
                    case TRAIN -> training;
                });
    }

    private void fillWelcome() {
        welcome.getStyleClass().setAll("empty");
        String opening = model.openingProperty().get();
        if (!opening.isEmpty()) {
            ProgressBar bar = new ProgressBar();
            bar.setPrefWidth(260);
            bar.setMaxHeight(6);
            bar.setAccessibleText("Opening " + opening);
            welcome.getChildren().setAll(Labels.styled("Opening " + opening, "headline"), bar);
            return;
        }
        Button open = button("file.open", "accent");
        Button project = button("file.openProject", "");
        Button sample = button("file.sample", "");
        HBox buttons = new HBox(8, open, project, sample);
        buttons.setAlignment(Pos.CENTER);
        welcome.getChildren()
                .setAll(
                        Labels.styled("Which training images is a decision made of?", "headline"),
                        Labels.muted(
                                "Open a classifier with its images, or drop a model, a folder or a project anywhere."),
                        buttons);
    }

    private Button button(String id, String style) {
        Button button = new Button(commands.byId(id).title());
        if (!style.isEmpty()) {
            button.getStyleClass().add(style);
        }
        button.setTooltip(Labels.tooltip(commands.byId(id).help()));
        button.setOnAction(event -> commands.byId(id).run());
        return button;
    }

    /** Problems stay until they are dismissed. */
    private void buildBanner() {
        banner.getStyleClass().add("banner");
        banner.setId("problem");
        Label sentence = new Label();
        sentence.setId("problem-sentence");
        sentence.setWrapText(true);
        sentence.setMaxWidth(Double.MAX_VALUE);
        sentence.textProperty().bind(model.problemProperty());
        HBox.setHgrow(sentence, Priority.ALWAYS);
        Button dismiss = new Button("Dismiss");
        dismiss.setId("problem-dismiss");
        dismiss.getStyleClass().add("compact");
        dismiss.setMinWidth(Region.USE_PREF_SIZE);
        dismiss.setAccessibleText("Dismiss this message");
        dismiss.setOnAction(event -> model.problemProperty().set(""));
        banner.getChildren().addAll(sentence, dismiss);
        banner.visibleProperty().bind(model.problemProperty().isNotEmpty());
        banner.managedProperty().bind(banner.visibleProperty());
    }
}
