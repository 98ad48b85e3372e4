package dev.whence.visualization.control;

import dev.whence.visualization.SignedNumbers;
import dev.whence.visualization.colormap.ColorMap;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * The colours from minus to plus the largest magnitude, with both numbers. Without one number for all maps it says whose
 * maximum the ends are.
 *
 * <p>Style classes {@code colour-bar}, {@code colours}, {@code end}.
 */
public final class ColourBar extends HBox {

    private static final int COLOURS = 256;
    private static final double WIDTH = 76;
    /** Where there is less room than usual, the numbers stay whole. */
    private static final double NARROW = 24;

    private static final double HEIGHT = 10;

    private final Label low = new Label();
    private final Label high = new Label();
    private final ImageView strip = new ImageView();

    public ColourBar() {
        getStyleClass().add("colour-bar");
        setAccessibleRole(AccessibleRole.TEXT);
        setAlignment(Pos.CENTER_LEFT);
        strip.getStyleClass().add("colours");
        strip.setFitHeight(HEIGHT);
        StackPane colours = new StackPane(strip);
        colours.setMinSize(NARROW, HEIGHT);
        colours.setPrefSize(WIDTH, HEIGHT);
        colours.setMaxHeight(HEIGHT);
        strip.fitWidthProperty().bind(colours.widthProperty());
        strip.setManaged(false);
        for (Label end : new Label[] {low, high}) {
            end.getStyleClass().add("end");
            end.setMinWidth(Region.USE_PREF_SIZE);
        }
        getChildren().addAll(low, colours, high);
        showOwnScales(ColorMap.standard(), "max");
    }

    /**
     * One scale for all maps.
     *
     * @param magnitude value of the strongest colour, {@code >= 0}
     */
    public void show(ColorMap colours, double magnitude) {
        show(colours, SignedNumbers.score(-magnitude), SignedNumbers.score(magnitude));
    }

    /**
     * Several scales, so that no number holds for all maps.
     *
     * @param of what each has one of its own
     */
    public void showOwnScales(ColorMap colours, String of) {
        show(colours, "\u2212" + of, "+" + of);
    }

    private void show(ColorMap colours, String from, String to) {
        int rows = (int) HEIGHT;
        int[] argb = new int[COLOURS * rows];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = 0xff000000 | colours.colour(i % COLOURS);
        }
        strip.setImage(PictureImages.image(argb, COLOURS, rows));
        low.setText(from);
        high.setText(to);
        setAccessibleText("Colours from " + from + " to " + to + ", zero is neutral");
    }
}
