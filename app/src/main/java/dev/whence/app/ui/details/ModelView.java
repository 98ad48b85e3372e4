package dev.whence.app.ui.details;

import dev.whence.app.ui.Labels;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The layers of the open classifier and how its import went. */
public final class ModelView {

    private record Layer(String name, String kind, String shape, long parameters) {}

    private final VBox root = new VBox(10);
    private final Parent page = Columns.page(root);
    private final StringProperty layer;
    private final Consumer<String> components;
    private @Nullable ChangeListener<String> reveal;

    /**
     * @param layer name of the layer that is looked at, here and elsewhere; empty for none
     * @param components shows what the parts of a layer did in training
     */
    public ModelView(
            ObservableValue<@Nullable Workspace> workspace, StringProperty layer, Consumer<String> components) {
        this.layer = layer;
        this.components = components;
        root.getStyleClass().add("centre");
        workspace.addListener((observed, was, is) -> show(is));
        show(workspace.getValue());
    }

    public Parent root() {
        return page;
    }

    private void show(@Nullable Workspace workspace) {
        root.getChildren().clear();
        if (workspace == null) {
            root.getChildren().add(Labels.muted("No classifier is open."));
            return;
        }
        Classifier classifier = workspace.classifier();
        Label title = Labels.styled(String.valueOf(classifier.file().getFileName()), "title");
        Network network = classifier.network();
        Label summary = Labels.paragraph(String.format(
                Locale.ROOT,
                "%s · input %s · %,d parameters · %,d classes · features from %s",
                classifier.report().format(),
                network.inputShape(),
                network.parameterCount(),
                classifier.classes(),
                network.nodes().get(classifier.finalLayer()).name()));
        root.getChildren().addAll(title, summary, Labels.paragraph(ImportWords.verification(classifier.report())));
        if (workspace.checkpoints().size() > 1) {
            root.getChildren()
                    .add(Labels.paragraph(workspace.checkpoints().size() + " checkpoints, the last is explained: "
                            + String.join(", ", workspace.checkpoints())));
        }
        workspace.notes().forEach(note -> root.getChildren().add(Labels.paragraph(note)));
        Label file = Labels.muted(classifier.file() + " · SHA-256 " + classifier.sha256());
        file.getStyleClass().add("small");
        TableView<Layer> table = table(network);
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().addAll(table, Labels.row(10, file, Labels.spacer(), link(table)));
        connect(table);
    }

    /** Leads from the chosen layer to what its parts did. */
    private Button link(TableView<Layer> table) {
        Button button = new Button("What its parts did in training");
        button.setId("layer-components");
        button.getStyleClass().add("compact");
        button.setTooltip(Labels.tooltip(
                "Shows the importance of the chosen layer’s channels in the Dynamics view; it needs parameters."));
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> {
                            Layer chosen = table.getSelectionModel().getSelectedItem();
                            return chosen == null || chosen.parameters() == 0;
                        },
                        table.getSelectionModel().selectedItemProperty()));
        button.setOnAction(event ->
                components.accept(table.getSelectionModel().getSelectedItem().name()));
        return button;
    }

    /** The chosen row is the layer that is looked at, and the other way round. */
    private void connect(TableView<Layer> table) {
        ChangeListener<String> older = reveal;
        if (older != null) {
            layer.removeListener(older);
        }
        ChangeListener<String> newer = (observed, was, is) -> table.getItems().stream()
                .filter(row -> row.name().equals(is))
                .findFirst()
                .ifPresent(row -> {
                    table.getSelectionModel().select(row);
                    table.scrollTo(row);
                });
        reveal = newer;
        layer.addListener(newer);
        newer.changed(layer, "", layer.get());
        table.getSelectionModel().selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null && is.parameters() > 0) {
                layer.set(is.name());
            }
        });
    }

    private static TableView<Layer> table(Network network) {
        TableView<Layer> table = Columns.table("layers", "Layers of the network");
        table.getColumns().add(Columns.text("Layer", Layer::name, 240));
        table.getColumns().add(Columns.text("Kind", Layer::kind, 150));
        table.getColumns().add(Columns.text("Output", Layer::shape, 150));
        table.getColumns()
                .add(Columns.number(
                        "Parameters",
                        layer -> layer.parameters() == 0 ? "" : SignedNumbers.count(layer.parameters()),
                        130));
        double most = Math.max(
                1,
                network.nodes().stream()
                        .mapToLong(node -> Parameters.count(node.op(), network))
                        .max()
                        .orElse(1));
        table.getColumns().add(Columns.bars("Beside the largest layer", layer -> layer.parameters() / most));
        for (Node node : network.nodes()) {
            table.getItems()
                    .add(new Layer(
                            node.name(), node.kind(), node.shape().toString(), Parameters.count(node.op(), network)));
        }
        return table;
    }
}
