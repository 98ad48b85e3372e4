package dev.whence.visualization.comparison;

import dev.whence.visualization.SignedNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/**
 * A table of numbers from -1 to 1, one row and one column for each ranking, coloured by size. The numbers are always
 * written, so that nothing depends on colour.
 *
 * <p>Style class {@code agreement-grid}.
 */
public final class AgreementGrid extends GridPane {

    private static final double CELL = 54;
    private static final double HEIGHT = 26;
    private static final double NAME = 118;
    private static final double NUMBER = 18;

    /** So many rankings can be named beside their numbers in a narrow column. */
    private static final int NAMED = 3;

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
        getColumnConstraints().setAll(columns(titles.size()));
        boolean named = titles.size() <= NAMED;
        for (int i = 0; i < titles.size(); i++) {
            Label number = new Label(Integer.toString(i + 1));
            number.getStyleClass().add("agreement-title");
            number.setTooltip(new Tooltip(titles.get(i)));
            GridPane.setHalignment(number, HPos.CENTER);
            add(number, i + 1, 0);
            Label title = new Label(named ? (i + 1) + "  " + titles.get(i) : Integer.toString(i + 1));
            title.getStyleClass().add("agreement-title");
            title.setTooltip(new Tooltip(titles.get(i)));
            title.setMinWidth(0);
            add(title, 0, i + 1);
            for (int j = 0; j < titles.size(); j++) {
                add(cell(values[i][j], what + " of " + titles.get(i) + " and " + titles.get(j)), j + 1, i + 1);
            }
        }
    }

    /** Numbers share the width that there is; many rankings leave none for names, which tooltips tell. */
    private static List<ColumnConstraints> columns(int count) {
        List<ColumnConstraints> columns = new ArrayList<>();
        ColumnConstraints head = new ColumnConstraints();
        head.setMinWidth(NUMBER);
        head.setPrefWidth(count <= NAMED ? NAME : NUMBER);
        columns.add(head);
        for (int i = 0; i < count; i++) {
            ColumnConstraints column = new ColumnConstraints(0, CELL, CELL);
            column.setHgrow(Priority.ALWAYS);
            columns.add(column);
        }
        return columns;
    }

    private static Label cell(double value, String what) {
        String text = Double.isNaN(value)
                ? "–"
                : String.format(Locale.ROOT, "%.2f", value).replace('-', '\u2212');
        Label cell = new Label(text);
        cell.getStyleClass().add("agreement-cell");
        cell.setMinSize(0, HEIGHT);
        cell.setPrefHeight(HEIGHT);
        cell.setMaxWidth(Double.MAX_VALUE);
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
