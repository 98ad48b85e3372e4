package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.control.ThumbnailGrid;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.beans.property.IntegerProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
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
    private final Node bar;
    private ThumbnailGrid<GalleryItem> grid;
    private List<String> names = List.of();
    /** While the grid is told what is selected, it has nothing to tell. */
    private boolean showing;

    GalleryView(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.controller = controller;
        grid = newGrid();
        bar = new SelectionBar(model, controller).root();
        root.getStyleClass().addAll("side", "left");
        root.setPrefWidth(232);
        root.setMinWidth(232);
        build();
        model.workspaceProperty().addListener((observed, was, is) -> build());
        model.toneProperty().addListener((observed, was, is) -> build());
        model.gallery().shownProperty().addListener((observed, was, is) -> listed());
        model.gallery().pickedProperty().addListener((observed, was, is) -> showPicks());
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
                        bar);
        listed();
        // the keys for going on to the next image work without a click first
        Platform.runLater(grid::requestFocus);
    }

    private ThumbnailGrid<GalleryItem> newGrid() {
        ThumbnailGrid<GalleryItem> created = new ThumbnailGrid<>(new TestThumbnails(model), CELL, 5);
        created.setId("gallery");
        created.setName("Test images");
        created.setSeveral(true);
        created.selectedItemProperty().addListener((observed, was, is) -> {
            if (is != null) {
                controller.select(is.index());
            }
        });
        created.pickedProperty().addListener((observed, was, is) -> {
            if (!showing) {
                model.gallery().pick(is.stream().map(GalleryItem::index).toList());
            }
        });
        return created;
    }

    private void listed() {
        List<GalleryItem> shown = model.gallery().shownProperty().get();
        if (!shown.equals(grid.getItems())) {
            grid.setItems(shown);
        }
        showPicks();
        mark();
    }

    private void showPicks() {
        List<GalleryItem> all = model.gallery().allProperty().get();
        showing = true;
        grid.pick(model.gallery().pickedProperty().get().stream().map(all::get).toList());
        showing = false;
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
}
