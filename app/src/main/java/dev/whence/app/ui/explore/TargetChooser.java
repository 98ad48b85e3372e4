package dev.whence.app.ui.explore;

import dev.whence.app.ui.Labels;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.workspace.Workspace;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.Region;

/** Chooses the class that is explained: predicted, true, any, or one rather than another. */
final class TargetChooser {

    /** With more classes than this, only the predicted one can be contrasted: menus of menus grow with the square. */
    private static final int MOST_LISTED = 30;

    private final ExploreModel model;
    private final ExploreController controller;
    private final MenuButton button = new MenuButton();

    TargetChooser(ExploreModel model, ExploreController controller) {
        this.model = model;
        this.controller = controller;
        button.setId("target");
        // class names may hold underscores, which would otherwise mark a key
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("compact");
        button.setTooltip(Labels.tooltip("Which class is explained. Proponents speak for it, opponents against it."));
        InvalidationListener rebuild = observed -> rebuild();
        model.decisionProperty().addListener(rebuild);
        model.targetProperty().addListener(rebuild);
        rebuild();
    }

    Node root() {
        return button;
    }

    private void rebuild() {
        Workspace workspace = model.workspaceProperty().get();
        Decision decision = model.decisionProperty().get();
        button.setDisable(workspace == null || decision == null);
        if (workspace == null || decision == null) {
            button.setText("Explain");
            button.setAccessibleText("Explained class");
            button.getItems().clear();
            return;
        }
        List<String> names = workspace.classNames();
        String text = "Explain: " + TargetWords.of(model.targetProperty().get(), decision, names);
        button.setText(text);
        button.setAccessibleText("Explained class, " + text);
        button.getItems()
                .setAll(item(
                        "target-predicted",
                        "Predicted class: " + names.get(decision.predicted()),
                        new Target.Predicted()));
        if (decision.label() >= 0) {
            button.getItems()
                    .add(item("target-true", "True class: " + names.get(decision.label()), new Target.Label()));
            if (decision.label() != decision.predicted()) {
                button.getItems()
                        .add(item(
                                "target-contrast",
                                names.get(decision.predicted()) + " rather than " + names.get(decision.label()),
                                new Target.Contrast(decision.predicted(), decision.label())));
            }
        }
        button.getItems().add(new SeparatorMenuItem());
        button.getItems().add(menu("Any class", names, -1, c -> choose(new Target.OfClass(c))));
        Menu rather = new Menu("One rather than another");
        boolean few = names.size() <= MOST_LISTED;
        for (int a = few ? 0 : decision.predicted(); a < (few ? names.size() : decision.predicted() + 1); a++) {
            int first = a;
            rather.getItems()
                    .add(menu(names.get(a) + " rather than", names, a, b -> choose(new Target.Contrast(first, b))));
        }
        button.getItems().add(rather);
    }

    private MenuItem item(String id, String text, Target target) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setSelected(target.equals(model.targetProperty().get()));
        item.setOnAction(event -> choose(target));
        return item;
    }

    private static Menu menu(String title, List<String> names, int without, IntConsumer action) {
        Menu menu = new Menu(title);
        menu.setMnemonicParsing(false);
        for (int c = 0; c < names.size(); c++) {
            if (c != without) {
                int chosen = c;
                MenuItem item = new MenuItem(names.get(c));
                item.setMnemonicParsing(false);
                item.setOnAction(event -> action.accept(chosen));
                menu.getItems().add(item);
            }
        }
        return menu;
    }

    private void choose(Target target) {
        controller.explainTarget(target);
    }
}
