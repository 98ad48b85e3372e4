package dev.whence.visualization.comparison;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.CubicCurve;
import javafx.scene.shape.Line;
import javafx.scene.text.Text;

/**
 * The space between two ranked rows, with a line from every image to its place in the other row. An image that is not shown
 * in the other row has a short stub with its rank there, or a dash if it has none on that side.
 *
 * <p>Style class {@code rank-band}; lines have {@code rank-line}, those of the {@link #highlightedProperty() highlighted}
 * image also {@code highlighted}.
 */
public final class RankBand extends Region {

    private static final double STUB = 11;
    private static final double HEIGHT = 58;

    private final IntegerProperty highlighted = new SimpleIntegerProperty(this, "highlighted", -1);
    private List<RankLinks.Link> links = List.of();
    private int columns = 1;

    public RankBand() {
        getStyleClass().add("rank-band");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        highlighted.addListener((observed, was, is) -> mark());
        setMouseTransparent(true);
    }

    /** The image whose line stands out, -1 for none. */
    public IntegerProperty highlightedProperty() {
        return highlighted;
    }

    /**
     * @param columns places in a row, of equal width
     * @param ranks rank of every image above, 1 for the first, 0 for none
     * @param ranksBelow likewise below
     */
    public void show(RankedRow above, RankedRow below, int columns, int[] ranks, int[] ranksBelow) {
        this.columns = columns;
        links = RankLinks.between(above, below, image -> ranks[image], image -> ranksBelow[image])
                .links();
        long common = links.stream().filter(RankLinks.Link::isWhole).count();
        setAccessibleText(
                common + " of the images shown for " + above.title() + " are also shown for " + below.title());
        getChildren().clear();
        for (RankLinks.Link link : links) {
            if (link.isWhole()) {
                CubicCurve curve = new CubicCurve();
                curve.getStyleClass().addAll("rank-line", change(link));
                curve.setUserData(link);
                getChildren().add(curve);
            } else {
                Line stub = new Line();
                stub.getStyleClass().addAll("rank-line", "stub");
                stub.setUserData(link);
                Text rank = new Text(link.rank() == 0 ? "\u2013" : "#" + link.rank());
                rank.getStyleClass().add("rank-text");
                rank.setTextOrigin(VPos.CENTER);
                rank.setUserData(link);
                getChildren().addAll(stub, rank);
            }
        }
        mark();
        requestLayout();
    }

    private static String change(RankLinks.Link link) {
        return link.from() == link.to() ? "same" : link.to() < link.from() ? "rises" : "falls";
    }

    private void mark() {
        for (Node node : getChildren()) {
            boolean on = node.getUserData() instanceof RankLinks.Link link && link.image() == highlighted.get();
            node.getStyleClass().remove("highlighted");
            if (on) {
                node.getStyleClass().add("highlighted");
            }
        }
    }

    @Override
    protected void layoutChildren() {
        double step = getWidth() / columns;
        double bottom = getHeight();
        for (Node node : getChildren()) {
            RankLinks.Link link = (RankLinks.Link) node.getUserData();
            double from = (link.from() + 0.5) * step;
            double to = (link.to() + 0.5) * step;
            if (node instanceof CubicCurve curve) {
                curve.setStartX(from);
                curve.setStartY(0);
                curve.setControlX1(from);
                curve.setControlY1(bottom * 0.55);
                curve.setControlX2(to);
                curve.setControlY2(bottom * 0.45);
                curve.setEndX(to);
                curve.setEndY(bottom);
            } else if (node instanceof Line stub) {
                double x = link.from() >= 0 ? from : to;
                stub.setStartX(x);
                stub.setEndX(x);
                stub.setStartY(link.from() >= 0 ? 0 : bottom - STUB);
                stub.setEndY(link.from() >= 0 ? STUB : bottom);
            } else if (node instanceof Text rank) {
                double x = link.from() >= 0 ? from : to;
                rank.setX(x - rank.getLayoutBounds().getWidth() / 2);
                rank.setY(link.from() >= 0 ? STUB + 8 : bottom - STUB - 8);
            }
        }
    }
}
