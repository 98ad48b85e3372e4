package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.app.ui.Theme;
import dev.whence.engine.attribution.AttributionMethod;
import dev.whence.engine.attribution.MethodFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/** The method on a button; a click lists all of them by family, each with a sentence, and finds them by typing. */
final class MethodChooser {

    private static final double WIDTH = 430;
    private static final double HEIGHT = 470;

    private final MethodModel model;
    private final Button button = new Button();
    private final Popup popup = new Popup();
    private final TextField search = new TextField();
    private final VBox list = new VBox(2);
    private final List<AttributionMethod<?>> found = new ArrayList<>();

    MethodChooser(MethodModel model) {
        this.model = model;
        button.setId("method");
        button.getStyleClass().addAll("compact", "method-button");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setMnemonicParsing(false);
        button.setTooltip(Labels.tooltip("How it is computed which training images a decision is made of."));
        button.setOnAction(event -> open());
        search.setId("method-search");
        search.setPromptText("Search methods");
        search.setAccessibleText("Search methods by name or description");
        search.getStyleClass().add("compact");
        search.textProperty().addListener((observed, was, is) -> fill());
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setId("method-list");
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setPrefSize(WIDTH, HEIGHT);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText("Methods");
        VBox box = new VBox(8, search, scroll);
        box.getStyleClass().addAll("palette", "method-popup");
        popup.getContent().add(box);
        popup.setAutoHide(true);
        popup.setHideOnEscape(true);
        model.methodProperty().addListener((observed, was, is) -> name());
        name();
    }

    Node root() {
        return button;
    }

    private void name() {
        AttributionMethod<?> chosen = model.methodProperty().get();
        button.setText((chosen == null ? "No method" : chosen.title()) + "  ▾");
        button.setAccessibleText("Attribution method, " + (chosen == null ? "none" : chosen.title()));
    }

    private void open() {
        search.setText("");
        fill();
        Bounds place = button.localToScreen(button.getBoundsInLocal());
        Theme.follow(popup, button);
        popup.show(button, place.getMaxX() - WIDTH - 24, place.getMaxY() + 4);
        search.requestFocus();
    }

    private void fill() {
        list.getChildren().clear();
        found.clear();
        String wanted = search.getText().strip().toLowerCase(Locale.ROOT);
        for (MethodFamily family : MethodFamily.values()) {
            List<AttributionMethod<?>> members = new ArrayList<>();
            for (AttributionMethod<?> method : model.methods()) {
                if (method.family() == family && matches(method, wanted)) {
                    members.add(method);
                }
            }
            if (!members.isEmpty()) {
                Label heading = Labels.section(family.title());
                heading.getStyleClass().add("method-family");
                list.getChildren().add(heading);
                members.forEach(method -> list.getChildren().add(item(method)));
                found.addAll(members);
            }
        }
        if (found.isEmpty()) {
            list.getChildren().add(Labels.muted("No method matches."));
        }
    }

    private static boolean matches(AttributionMethod<?> method, String wanted) {
        return (method.title() + " " + method.id() + " " + method.summary())
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }

    private Node item(AttributionMethod<?> method) {
        Label title = Labels.styled(method.title(), "strong");
        Label summary = Labels.paragraph(method.summary());
        summary.getStyleClass().add("small");
        summary.setPrefWidth(WIDTH - 48);
        VBox item = new VBox(1, title, summary);
        item.setId("method-" + method.id());
        item.getStyleClass().add("method-item");
        if (method.equals(model.methodProperty().get())) {
            item.getStyleClass().add("chosen");
        }
        item.setAccessibleRole(AccessibleRole.BUTTON);
        item.setAccessibleText(method.title() + ": " + method.summary());
        item.setFocusTraversable(true);
        item.setOnMouseClicked(event -> choose(method));
        item.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                choose(method);
            }
        });
        return item;
    }

    /** Enter takes the only method left, or the first. */
    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && !found.isEmpty()) {
            choose(found.get(0));
            event.consume();
        }
    }

    private void choose(@Nullable AttributionMethod<?> method) {
        model.methodProperty().set(method);
        popup.hide();
        button.requestFocus();
    }
}
