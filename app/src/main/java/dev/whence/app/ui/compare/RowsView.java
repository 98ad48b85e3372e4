package dev.whence.app.ui.compare;

import dev.whence.app.figure.RankingsPanels;
import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.engine.evaluation.Agreement;
import dev.whence.engine.workspace.Explanation;
import dev.whence.engine.workspace.MethodRun;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.comparison.RankBand;
import dev.whence.visualization.comparison.RankedRow;
import java.util.Locale;
import javafx.beans.InvalidationListener;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The compared rankings below each other, with lines between equal images. */
final class RowsView {

    private static final double HEADING = 132;
    private static final double LARGEST = 224;
    private static final double NARROWEST = 70;
    private static final double TILE_PADDING = 8;
    /** Three lines; the rest of a long name is in its tooltip. */
    private static final double NAME_HEIGHT = 54;

    private final ExploreModel explore;
    private final CompareModel model;
    private final CompareController controller;
    private final VBox root = new VBox();

    RowsView(ExploreModel explore, CompareModel model, CompareController controller) {
        this.explore = explore;
        this.model = model;
        this.controller = controller;
        root.setId("compare-rows");
        root.getStyleClass().add("compare-rows");
        root.setMinWidth(0);
        InvalidationListener show = observed -> show();
        model.shown().addListener(show);
        model.answers().addListener(show);
        model.waiting().addListener(show);
        model.opponentsProperty().addListener(show);
        explore.toneProperty().addListener(show);
        root.widthProperty().addListener(show);
        model.highlightedProperty().addListener(observed -> mark());
        show();
    }

    Node root() {
        return root;
    }

    /** So many images as fit at a size at which they can be told apart. */
    private int columns() {
        return (int) Math.max(5, Math.min(12, Math.floor((root.getWidth() - HEADING) / NARROWEST)));
    }

    private void show() {
        root.getChildren().clear();
        Workspace workspace = explore.workspaceProperty().get();
        if (workspace == null) {
            return;
        }
        model.columnsProperty().set(columns());
        if (model.shown().isEmpty()) {
            root.getChildren()
                    .add(Labels.paragraph(
                            explore.runs().isEmpty()
                                    ? "Nothing was computed yet. Run a method in Explore; its ranking then stands here."
                                    : "No run is chosen. Tick two or more at the left."));
            return;
        }
        Comparison above = null;
        for (MethodRun<?> run : model.shown()) {
            Explanation answer = model.answers().get(run);
            if (answer == null) {
                root.getChildren().add(waiting(run));
                above = null;
                continue;
            }
            Comparison now =
                    new Comparison(run, answer, model.opponentsProperty().get());
            if (above != null) {
                root.getChildren().add(band(above, now));
            } else if (!root.getChildren().isEmpty()) {
                root.getChildren().add(gap());
            }
            root.getChildren().add(row(now, workspace));
            above = now;
        }
        mark();
    }

    private static Region gap() {
        Region gap = new Region();
        gap.setMinHeight(14);
        return gap;
    }

    private Node waiting(MethodRun<?> run) {
        CompareModel.Waiting why = model.waiting().get(run);
        if (why != null && why.over()) {
            return failed(run, why.words());
        }
        Region place = new Region();
        place.getStyleClass().add("skeleton");
        place.setMinHeight(side() + 40);
        HBox.setHgrow(place, Priority.ALWAYS);
        HBox row = new HBox(heading(run, why == null ? "waiting" : why.words()), place);
        VBox.setMargin(row, new Insets(7, 0, 7, 0));
        return row;
    }

    private Node failed(MethodRun<?> run, String sentence) {
        Label words = Labels.paragraph(sentence);
        words.getStyleClass().add("field-problem");
        Button again = new Button("Try again");
        again.getStyleClass().add("compact");
        again.setAccessibleText("Try again: " + run.title());
        again.setOnAction(event -> controller.askAgain(run));
        VBox box = new VBox(8, words, again);
        box.getStyleClass().add("card");
        HBox.setHgrow(box, Priority.ALWAYS);
        HBox row = new HBox(heading(run, "no answer"), box);
        VBox.setMargin(row, new Insets(7, 0, 7, 0));
        return row;
    }

    private Node row(Comparison comparison, Workspace workspace) {
        RankedRow row = comparison.row(columns());
        GridPane tiles = grid();
        for (int i = 0; i < row.entries().size(); i++) {
            RankedRow.Entry entry = row.entries().get(i);
            int label = workspace.images(Split.TRAIN).label(entry.image());
            String name = LabelWords.of(workspace.classNames(), label);
            Button tile = new RowTile(
                            entry,
                            i + 1,
                            name,
                            model.pictures().get(entry.image()),
                            explore.toneProperty().get(),
                            side())
                    .root();
            tile.setOnMouseEntered(event -> model.highlightedProperty().set(entry.image()));
            tile.setOnAction(event -> controller.choose(entry.image()));
            tile.focusedProperty().addListener((observed, was, is) -> {
                if (is) {
                    model.highlightedProperty().set(entry.image());
                }
            });
            tiles.add(tile, i, 0);
        }
        String count =
                String.format(Locale.ROOT, "%,d %s", row.ranked(), comparison.opponents() ? "opponents" : "proponents");
        return new HBox(heading(comparison.run(), count), tiles);
    }

    private Node band(Comparison above, Comparison below) {
        RankBand band = new RankBand();
        band.highlightedProperty().bind(model.highlightedProperty());
        band.show(above.row(columns()), below.row(columns()), columns(), above.ranks(), below.ranks());
        HBox.setHgrow(band, Priority.ALWAYS);
        Agreement agreement =
                Agreement.of(above.explanation().scores(), below.explanation().scores(), RankingsPanels.STRONGEST);
        int common = above.opponents() ? agreement.commonOpponents() : agreement.commonProponents();
        int possible = above.opponents() ? agreement.opponents() : agreement.proponents();
        Label rho = Labels.styled("ρ " + correlation(agreement.spearman()), "strong");
        rho.setTooltip(Labels.tooltip("Spearman's rank correlation over all training images, both signs."));
        rho.setAccessibleText("Rank correlation " + correlation(agreement.spearman()));
        Label overlap = Labels.muted("top " + possible + ": " + common + " common");
        overlap.setTooltip(Labels.tooltip("How many of the strongest "
                + (above.opponents() ? "opponents" : "proponents") + " are the same images."));
        overlap.getStyleClass().add("small");
        VBox words = new VBox(1, rho, overlap);
        words.getStyleClass().add("band-words");
        words.setMinWidth(HEADING);
        words.setMaxWidth(HEADING);
        HBox row = new HBox(words, band);
        row.getStyleClass().add("rank-band-row");
        return row;
    }

    static String correlation(double rho) {
        return Double.isNaN(rho)
                ? "not defined"
                : String.format(Locale.ROOT, "%+.2f", rho).replace('-', '\u2212');
    }

    private VBox heading(MethodRun<?> run, String line) {
        Label name = Labels.styled(RunList.numbered(explore, run), "strong");
        name.setWrapText(true);
        name.setMaxHeight(NAME_HEIGHT);
        name.setTooltip(Labels.tooltip(run.title()));
        Label words = Labels.muted(line);
        words.getStyleClass().add("small");
        words.setWrapText(true);
        VBox heading = new VBox(2, name, words);
        if (model.shown().indexOf(run) > 0) {
            Button up = new Button("\u2191 Move up");
            up.getStyleClass().addAll("link", "small");
            up.setAccessibleText("Move up: " + run.title());
            up.setTooltip(Labels.tooltip("Shows this run one row further up, to compare it with another one."));
            up.setOnAction(event -> controller.moveUp(run));
            heading.getChildren().add(up);
        }
        heading.setMinWidth(HEADING);
        heading.setMaxWidth(HEADING);
        heading.getStyleClass().add("compare-heading");
        return heading;
    }

    private GridPane grid() {
        GridPane tiles = new GridPane();
        tiles.setMinWidth(0);
        HBox.setHgrow(tiles, Priority.ALWAYS);
        for (int i = 0; i < columns(); i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns());
            column.setMinWidth(0);
            column.setHalignment(HPos.CENTER);
            tiles.getColumnConstraints().add(column);
        }
        return tiles;
    }

    private double side() {
        double step = (root.getWidth() - HEADING) / columns() - TILE_PADDING;
        return Math.max(24, Math.min(LARGEST, Math.floor(step)));
    }

    private void mark() {
        int image = model.highlightedProperty().get();
        for (Node tile : root.lookupAll(".row-tile")) {
            tile.getStyleClass().remove("highlighted");
            if (isOf(tile, image)) {
                tile.getStyleClass().add("highlighted");
            }
        }
    }

    private static boolean isOf(Node tile, int image) {
        @Nullable Object data = tile.getUserData();
        return data instanceof Integer position && position == image;
    }
}
