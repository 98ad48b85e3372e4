package dev.whence.app.ui.details;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** Tables of facts: their columns, and how wide they become in a large window. */
final class Columns {

    /** Wider lines lead the eye astray. */
    private static final double WIDEST = 1400;

    private static final double ROW = 28;

    /** Of the names of the columns, with the frame of the table. */
    private static final double HEAD = 44;

    private Columns() {}

    /** A page in the middle of the window, no wider than can be read across. */
    static Parent page(VBox content) {
        content.setMaxWidth(WIDEST);
        return new StackPane(content);
    }

    /** A table as high as its rows, whose last column takes the room that is left. */
    static <S> TableView<S> table(String id, String words) {
        TableView<S> table = new TableView<>();
        table.setId(id);
        table.setAccessibleText(words);
        table.getStyleClass().add("dense");
        table.setFixedCellSize(ROW);
        table.maxHeightProperty()
                .bind(Bindings.size(table.getItems()).multiply(ROW).add(HEAD));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        return table;
    }

    static <S> TableColumn<S, String> text(String title, Function<S, String> text, double width) {
        TableColumn<S, String> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setPrefWidth(width);
        return column;
    }

    static <S> TableColumn<S, String> number(String title, Function<S, String> text, double width) {
        TableColumn<S, String> column = text(title, text, width);
        column.getStyleClass().add("number-column");
        return column;
    }

    /**
     * Bars.
     *
     * @param share 0 to 1 of the column's width
     */
    static <S> TableColumn<S, Number> bars(String title, ToDoubleFunction<S> share) {
        TableColumn<S, Number> column = new TableColumn<>(title);
        column.setCellValueFactory(row -> new ReadOnlyDoubleWrapper(share.applyAsDouble(row.getValue())));
        column.setCellFactory(view -> new BarCell<>());
        column.setSortable(false);
        column.setPrefWidth(240);
        return column;
    }
}
