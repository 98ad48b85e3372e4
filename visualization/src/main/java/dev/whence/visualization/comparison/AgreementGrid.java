package dev.whence.visualization.comparison;

import dev.whence.visualization.SignedNumbers;
import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;

/**
 * A table of numbers from -1 to 1, one row and one column for each ranking, coloured by size. The numbers are always
 * written, so that nothing depends on colour.
 *
 * <p>Style class {@code agreement-grid}.
 */
public final class AgreementGrid extends GridPane {

    private static final double CELL = 54;

    public AgreementGrid() {
        getStyleClass().add("agreement-grid");
        setHgap(2);
        setVgap(2);
    }

    /**
     * @param titles of the rankings
     * @param values {@code [titles][titles]}, NaN where there is none
     * @param what names the number, for screen readers and tooltips
     */
    public void show(List<String> titles, double[][] values, String what) {
        getChildren().clear();
        for (int i = 0; i < titles.size(); i++) {
            Label number = new Label(Integer.toString(i + 1));
            number.getStyleClass().add("agreement-title");
            number.setTooltip(new Tooltip(titles.get(i)));
            GridPane.setHalignment(number, HPos.CENTER);
            add(number, i + 1, 0);
            Label title = new Label((i + 1) + "  " + titles.get(i));
            title.getStyleClass().add("agreement-title");
            title.setTooltip(new Tooltip(titles.get(i)));
            title.setMaxWidth(190);
            add(title, 0, i + 1);
            for (int j = 0; j < titles.size(); j++) {
                add(cell(values[i][j], what + " of " + titles.get(i) + " and " + titles.get(j)), j + 1, i + 1);
            }
        }
    }

    private static Label cell(double value, String what) {
        String text = Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212');
        Label cell = new Label(text);
        cell.getStyleClass().add("agreement-cell");
        cell.setMinSize(CELL, 26);
        cell.setPrefSize(CELL, 26);
        cell.setTooltip(new Tooltip(what + ": " + text));
        cell.setAccessibleText(what + ": " + (Double.isNaN(value) ? "not defined" : SignedNumbers.score(value)));
        if (!Double.isNaN(value)) {
            cell.getStyleClass().add(value < 0 ? "disagrees" : "agrees");
            cell.getStyleClass().add(shade(Math.abs(value)));
        }
        return cell;
    }

    /** In five steps, which stylesheets colour by theme. */
    private static String shade(double magnitude) {
        return "agreement-" + (int) Math.min(4, Math.floor(magnitude * 5));
    }
}
