package dev.whence.app.ui.details;

import dev.whence.app.ui.Labels;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.SignedNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** How many images of each class there are, where they lie, and which could not be read. */
public final class DataView {

    private record ClassRow(String name, int train, int test) {}

    private record LeftOut(String name, String where, String reason) {}

    private final VBox root = new VBox(10);
    private final Parent page = Columns.page(root);

    public DataView(ObservableValue<@Nullable Workspace> workspace) {
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
            root.getChildren().add(Labels.muted("No images are open."));
            return;
        }
        root.getChildren().add(Labels.styled("Images by class", "title"));
        for (Split split : Split.values()) {
            if (workspace.has(split)) {
                root.getChildren().add(Labels.paragraph(describe(workspace, split)));
                workspace
                        .images(split)
                        .notes()
                        .forEach(note -> root.getChildren().add(Labels.paragraph(note)));
            }
        }
        TableView<ClassRow> table = table(workspace);
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().add(table);
        List<LeftOut> unreadable = leftOut(workspace);
        if (!unreadable.isEmpty()) {
            root.getChildren()
                    .addAll(
                            Labels.styled("Images that cannot be read", "title"),
                            Labels.paragraph("They are left out; everything else is computed without them."),
                            unreadable(unreadable));
        }
    }

    private static List<LeftOut> leftOut(Workspace workspace) {
        List<LeftOut> all = new ArrayList<>();
        for (Split split : Split.values()) {
            if (workspace.has(split)) {
                String where = split == Split.TRAIN ? "training" : "test";
                workspace.unreadable(split).forEach(image -> all.add(new LeftOut(image.name(), where, image.reason())));
            }
        }
        return all;
    }

    private static TableView<LeftOut> unreadable(List<LeftOut> images) {
        TableView<LeftOut> table = Columns.table("unreadable-images", "Images that cannot be read");
        table.getColumns().add(Columns.text("Image", LeftOut::name, 240));
        table.getColumns().add(Columns.text("Among", LeftOut::where, 90));
        table.getColumns().add(Columns.text("Reason", LeftOut::reason, 600));
        table.getItems().setAll(images);
        table.setPrefHeight(200);
        table.setMinHeight(120);
        return table;
    }

    private static String describe(Workspace workspace, Split split) {
        ImageDataset images = workspace.images(split);
        return String.format(
                Locale.ROOT,
                "%s: %,d images · %s",
                split == Split.TRAIN ? "Training" : "Test",
                images.size(),
                images.description());
    }

    private static TableView<ClassRow> table(Workspace workspace) {
        TableView<ClassRow> table = Columns.table("classes", "Images by class");
        table.getColumns().add(Columns.text("Class", ClassRow::name, 240));
        table.getColumns().add(Columns.number("Training images", row -> SignedNumbers.count(row.train()), 130));
        table.getColumns().add(Columns.number("Test images", row -> SignedNumbers.count(row.test()), 110));
        List<String> names = workspace.classNames();
        int[] train = ClassCounts.of(workspace, Split.TRAIN);
        int[] test = ClassCounts.of(workspace, Split.TEST);
        IntStream.range(0, names.size())
                .forEach(c -> table.getItems().add(new ClassRow(names.get(c), train[c], test[c])));
        double most = Math.max(
                1, table.getItems().stream().mapToInt(row -> row.train()).max().orElse(1));
        table.getColumns().add(Columns.bars("Training images beside the largest class", row -> row.train() / most));
        return table;
    }
}
