package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import java.util.List;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Below the gallery: how many test images are listed and selected, and what can be asked of them together. */
final class SelectionBar {

    private final GalleryModel gallery;
    private final Label listed = Labels.paragraph("");
    private final Label picked = Labels.styled("", "strong");
    private final Button all = new Button();
    private final Button none = new Button("Clear");
    private final Button together = new Button();
    private final HBox line;
    private final VBox root = new VBox(4);

    SelectionBar(ExploreModel model, ExploreController controller) {
        gallery = model.gallery();
        picked.setId("picked");
        picked.setWrapText(true);
        picked.setMinWidth(0);
        HBox.setHgrow(picked, Priority.ALWAYS);
        all.setId("pick-listed");
        all.setTooltip(Labels.tooltip("Selects all images that are listed now, beside those selected before (Ctrl+A)."
                + " Ctrl+click adds one, Shift+click all up to there."));
        all.setOnAction(event -> gallery.pickListed());
        none.setId("pick-none");
        none.setAccessibleText("Clear the selection of test images");
        none.setTooltip(Labels.tooltip("Back to the single image (Escape)."));
        none.setOnAction(event -> gallery.clearPicks());
        for (Button button : new Button[] {all, none}) {
            button.getStyleClass().addAll("link", "small");
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        together.setId("explain-together");
        together.getStyleClass().add("compact");
        together.setMaxWidth(Double.MAX_VALUE);
        together.setOnAction(event -> controller.explainTogether(gallery.together()));
        listed.setId("listed");
        line = Labels.row(4, picked, all, none);
        root.getChildren().addAll(listed, line, together);
        InvalidationListener show = observed -> show();
        gallery.shownProperty().addListener(show);
        gallery.pickedProperty().addListener(show);
        show();
    }

    Node root() {
        return root;
    }

    private void show() {
        int count = gallery.pickedProperty().get().size();
        List<GalleryItem> shown = gallery.shownProperty().get();
        listed.setText(gallery.summary());
        picked.setText(gallery.pickedSummary());
        boolean some = count > 0;
        none.setVisible(some);
        none.setManaged(some);
        boolean more = shown.size() > 1
                && !gallery.pickedProperty()
                        .get()
                        .containsAll(shown.stream().map(GalleryItem::index).toList());
        all.setVisible(more);
        all.setManaged(more);
        all.setText(some ? "Add all listed" : "Select all listed");
        line.setVisible(some || more);
        line.setManaged(some || more);
        int asked = gallery.together().size();
        boolean everything = !some && asked == gallery.allProperty().get().size();
        together.setText(String.format(
                Locale.ROOT, "Explain %s%,d together", some ? "" : everything ? "all " : "these ", asked));
        together.setTooltip(Labels.tooltip("Which training images all decisions " + (some ? "selected" : "listed")
                + " here rest on: one ranking by the sum of their scores."
                + (some ? "" : " Narrow the list by the filters above, or select with Ctrl+click.")));
        together.setDisable(asked < 2);
    }
}
