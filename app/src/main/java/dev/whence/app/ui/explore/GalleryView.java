package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.data.Picture;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.control.ThumbnailGrid;
import dev.whence.visualization.control.ThumbnailSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** The test images on the left with their filters. */
final class GalleryView {

    private static final double CELL = 44;

    private final ExploreModel model;
    private final ExploreController controller;
    private final VBox root = new VBox();
    private final TextField search = new TextField();
    private final Label summary = Labels.paragraph("");
    private ThumbnailGrid<GalleryItem> grid;
    private List<String> names = List.of();

    GalleryView(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.controller = controller;
        grid = newGrid();
        root.getStyleClass().addAll("side", "left");
        root.setPrefWidth(232);
        root.setMinWidth(232);
        build();
        model.workspaceProperty().addListener((observed, was, is) -> build());
        model.toneProperty().addListener((observed, was, is) -> build());
        model.gallery().shownProperty().addListener((observed, was, is) -> listed());
        model.selectedProperty().addListener((observed, was, is) -> mark());
    }

    Node root() {
        return root;
    }

    void focusSearch() {
        search.requestFocus();
    }

    void focusGrid() {
        grid.requestFocus();
    }

    private void build() {
        Workspace workspace = model.workspaceProperty().get();
        names = workspace == null ? List.of() : workspace.classNames();
        grid = newGrid();
        VBox.setVgrow(grid, Priority.ALWAYS);
        grid.setMaxHeight(Double.MAX_VALUE);
        search.setPromptText("Number, name or content id");
        search.setAccessibleText("Search test images by number, name or content id");
        search.textProperty().bindBidirectional(model.gallery().searchProperty());
        search.getStyleClass().add("compact");
        search.setId("gallery-search");
        CheckBox wrong = new CheckBox("Wrong decisions only");
        wrong.setId("gallery-wrong");
        wrong.selectedProperty().bindBidirectional(model.gallery().wrongOnlyProperty());
        wrong.setTooltip(Labels.tooltip("Lists only images that the network decides differently from their label."));
        root.getChildren()
                .setAll(
                        Labels.section("Test images"),
                        search,
                        classes("gallery-label", "True class", model.gallery().labelFilterProperty()),
                        classes(
                                "gallery-predicted",
                                "Predicted",
                                model.gallery().predictedFilterProperty()),
                        wrong,
                        order(),
                        grid,
                        summary);
        listed();
        // the keys for going on to the next image work without a click first
        Platform.runLater(grid::requestFocus);
    }

    private ThumbnailGrid<GalleryItem> newGrid() {
        ThumbnailGrid<GalleryItem> created = new ThumbnailGrid<>(new Source(), CELL, 5);
        created.setId("gallery");
        created.setName("Test images");
        created.selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null) {
                controller.select(is.index());
            }
        });
        return created;
    }

    private void listed() {
        List<GalleryItem> shown = model.gallery().shownProperty().get();
        if (!shown.equals(grid.getItems())) {
            grid.setItems(shown);
        }
        summary.setText(model.gallery().summary());
        mark();
    }

    private void mark() {
        int selected = model.selectedProperty().get();
        GalleryItem now = grid.selectedItemProperty().get();
        if (now != null && now.index() == selected) {
            return;
        }
        grid.getItems().stream()
                .filter(item -> item.index() == selected)
                .findFirst()
                .ifPresentOrElse(grid::select, () -> grid.selectIndex(-1));
    }

    private ComboBox<Integer> classes(String id, String what, IntegerProperty filter) {
        ComboBox<Integer> box = new ComboBox<>();
        box.setId(id);
        box.getStyleClass().add("compact");
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().add(GalleryModel.ANY);
        IntStream.range(0, names.size()).forEach(box.getItems()::add);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Integer number) {
                return what + ": " + (number == null || number == GalleryModel.ANY ? "any" : names.get(number));
            }

            @Override
            public Integer fromString(String text) {
                return GalleryModel.ANY;
            }
        });
        box.setAccessibleText(what + " filter of the test images");
        box.setTooltip(Labels.tooltip("Lists only test images of this class (" + what.toLowerCase(Locale.ROOT) + ")."));
        box.setValue(filter.get());
        box.valueProperty().addListener((observed, was, is) -> filter.set(is == null ? GalleryModel.ANY : is));
        filter.addListener((observed, was, is) -> box.setValue(is.intValue()));
        return box;
    }

    private ComboBox<GalleryOrder> order() {
        ComboBox<GalleryOrder> box = new ComboBox<>();
        box.setId("gallery-order");
        box.getStyleClass().add("compact");
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(GalleryOrder.values());
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(GalleryOrder order) {
                return order == null ? "" : "Order: " + order.title();
            }

            @Override
            public GalleryOrder fromString(String text) {
                return GalleryOrder.DATASET;
            }
        });
        box.setAccessibleText("Order of the test images");
        box.setTooltip(Labels.tooltip("How the test images are sorted; sure means the probability of the prediction."));
        box.valueProperty().bindBidirectional(model.gallery().orderProperty());
        return box;
    }

    /** What the grid shows for an item. */
    private final class Source implements ThumbnailSource<GalleryItem> {

        @Override
        public Picture picture(GalleryItem item) {
            Workspace workspace = model.workspaceProperty().get();
            if (workspace == null) {
                throw new IllegalStateException("no images without a workspace");
            }
            return workspace.images(Split.TEST).picture(item.index());
        }

        @Override
        public String text(GalleryItem item) {
            String label = item.label() < 0 ? "no label" : name(item.label());
            if (item.predicted() < 0) {
                return "Test image " + item.name() + ", " + label;
            }
            return "Test image " + item.name() + ", " + label + ", decided as " + name(item.predicted()) + " with "
                    + Shares.percent(item.confidence()) + (item.wrong() ? ", wrong" : "");
        }

        @Override
        public boolean marked(GalleryItem item) {
            return item.wrong();
        }

        @Override
        public PictureTone tone() {
            return model.toneProperty().get();
        }

        private String name(int label) {
            return label < names.size() ? names.get(label) : "class " + label;
        }
    }
}
