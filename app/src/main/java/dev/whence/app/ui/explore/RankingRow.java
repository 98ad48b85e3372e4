package dev.whence.app.ui.explore;

import dev.whence.app.ui.LabelWords;
import dev.whence.app.ui.Labels;
import dev.whence.app.ui.heat.HeatModel;
import dev.whence.app.ui.heat.PairStrip;
import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.control.PictureTile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The proponents or the opponents of one decision: never both, whatever their number. */
final class RankingRow {

    private static final double GAP = 8;
    private static final double TILE_PADDING = 10;

    /** What a row shows. */
    record Content(
            List<Ranking.Entry> entries,
            Map<Integer, Picture> pictures,
            ImageDataset images,
            List<String> classNames,
            PictureTone tone,
            String what) {}

    private final boolean proponents;
    private final Consumer<Ranking.Entry> chosen;
    private final Consumer<Ranking.Entry> opened;
    private final Consumer<Ranking.Entry> effect;
    private final HeatModel heat;
    private final Map<Integer, PairStrip> strips = new HashMap<>();
    private final Label count = Labels.paragraph("");
    private final Label scale = Labels.paragraph("");
    private final GridPane tiles = new GridPane();
    private final HBox root;
    private final List<PictureTile> shown = new ArrayList<>();
    private final ReadOnlyDoubleWrapper room = new ReadOnlyDoubleWrapper();
    private double largest = CentreSizes.LEAST.tile();
    private int columns = 1;

    /**
     * @param chosen what a click does
     * @param opened what a double click or Enter does
     * @param effect shows what the image does to all test images
     */
    RankingRow(
            boolean proponents,
            HeatModel heat,
            Consumer<Ranking.Entry> chosen,
            Consumer<Ranking.Entry> opened,
            Consumer<Ranking.Entry> effect) {
        this.proponents = proponents;
        this.heat = heat;
        this.chosen = chosen;
        this.opened = opened;
        this.effect = effect;
        InvalidationListener maps = observed -> showMaps();
        heat.pairs().addListener(maps);
        heat.pairProblemProperty().addListener(maps);
        heat.display().scaleProperty().addListener(maps);
        Label heading =
                Labels.styled(proponents ? "+ Proponents" : "− Opponents", proponents ? "proponents" : "opponents");
        count.getStyleClass().add("small");
        count.setId(proponents ? "proponents-count" : "opponents-count");
        scale.getStyleClass().add("small");
        scale.setId(proponents ? "proponents-scale" : "opponents-scale");
        scale.setTooltip(Labels.tooltip("The strongest relevance in the maps of this row."));
        VBox words = new VBox(2, heading, count, scale);
        words.getStyleClass().add("row-heading");
        tiles.setHgap(GAP);
        tiles.setId(proponents ? "proponents" : "opponents");
        tiles.setMinWidth(0);
        HBox.setHgrow(tiles, Priority.ALWAYS);
        tiles.widthProperty().addListener((observed, was, is) -> fit());
        root = new HBox(10, words, tiles);
    }

    Node root() {
        return root;
    }

    /** The widest square that the row has for one image. */
    ReadOnlyDoubleProperty roomProperty() {
        return room.getReadOnlyProperty();
    }

    /** Images are not drawn larger than this, however wide the row is. */
    void setLargest(double side) {
        largest = side;
        fit();
    }

    /** Empty places while work is under way. */
    void showWaiting(int length) {
        count.setText("");
        columns(length);
        for (int i = 0; i < length; i++) {
            Region place = new Region();
            place.getStyleClass().add("skeleton");
            place.setMinHeight(side() + 62 + PairStrip.heightFor(side()));
            tiles.add(place, i, 0);
        }
    }

    void show(Content content, int length) {
        columns(length);
        List<Ranking.Entry> first = content.entries().stream().limit(length).toList();
        count.setText(Shares.row(first.size(), content.entries().size(), proponents, content.what()));
        for (int i = 0; i < first.size(); i++) {
            Ranking.Entry entry = first.get(i);
            Picture picture = content.pictures().get(entry.train());
            if (picture != null) {
                PictureTile tile = tile(entry, picture, content);
                shown.add(tile);
                tiles.add(tile, i, 0);
            }
        }
        fit();
        showMaps();
    }

    /** Marks the tile of an entry, or none. */
    void mark(Ranking.Entry entry, List<Ranking.Entry> entries) {
        for (int i = 0; i < shown.size(); i++) {
            shown.get(i).setSelected(entries.get(i).equals(entry));
        }
    }

    void unmark() {
        shown.forEach(tile -> tile.setSelected(false));
    }

    private PictureTile tile(Ranking.Entry entry, Picture picture, Content content) {
        int label = content.images().label(entry.train());
        String className = LabelWords.of(content.classNames(), label);
        String name = content.images().name(entry.train());
        PictureTile tile = new PictureTile(picture, content.tone(), entry.score(), className, name);
        tile.setMinWidth(0);
        tile.setOnAction(() -> chosen.accept(entry));
        tile.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                tile.activate();
                opened.accept(entry);
                event.consume();
            }
        });
        tile.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                opened.accept(entry);
            }
        });
        tile.setOnContextMenuRequested(event -> {
            menu(entry).show(tile, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        PairStrip strip = new PairStrip(heat.display(), content.tone(), name);
        strips.put(entry.train(), strip);
        tile.getChildren().add(strip);
        return tile;
    }

    private ContextMenu menu(Ranking.Entry entry) {
        MenuItem all = new MenuItem("Its effect on all test images");
        all.setId("tile-effect");
        all.setOnAction(event -> effect.accept(entry));
        MenuItem large = new MenuItem("Open large");
        large.setOnAction(event -> opened.accept(entry));
        return new ContextMenu(all, large);
    }

    /** Maps appear as they are computed; without any, their places are not shown either. */
    private void showMaps() {
        boolean defined = heat.pairProblemProperty().get().isEmpty();
        double strongest = heat.rowScale(proponents);
        scale.setText(defined && strongest > 0 ? "maps up to " + SignedNumbers.magnitude(strongest) : "");
        strips.forEach((train, strip) -> {
            strip.setManaged(defined);
            strip.setVisible(defined);
            strip.show(heat.pairs().get(train), heat.scale(train));
        });
    }

    private void columns(int length) {
        columns = length;
        shown.clear();
        strips.clear();
        tiles.getChildren().clear();
        tiles.getColumnConstraints().clear();
        for (int i = 0; i < length; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / length);
            column.setMinWidth(0);
            tiles.getColumnConstraints().add(column);
        }
        fit();
    }

    private void fit() {
        room.set(Math.floor((tiles.getWidth() - (columns - 1) * GAP) / columns - TILE_PADDING));
        double side = side();
        shown.forEach(tile -> tile.pictureView().setPrefSize(side, side));
        shown.forEach(tile -> tile.pictureView().setMaxHeight(side));
        strips.values().forEach(strip -> strip.setTileSide(side));
    }

    private double side() {
        return Math.max(24, Math.min(largest, room.get()));
    }
}
