package dev.whence.app.ui;

import dev.whence.app.project.Preferences;
import dev.whence.app.ui.command.CommandMenus;
import dev.whence.app.ui.command.CommandRegistry;
import dev.whence.engine.workspace.Split;
import dev.whence.engine.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** Menus, the project's name, the views, and the way to every command. */
final class TopBar {

    private final WorkbenchModel model;
    private final HBox root = new HBox();
    private final Label project = Labels.muted("");
    private final Menu recent = new Menu("Open recent");

    TopBar(WorkbenchModel model, CommandRegistry commands, Consumer<Path> openRecent) {
        this.model = model;
        root.getStyleClass().addAll("bar", "top-bar");
        CommandMenus menus = new CommandMenus(commands);
        Menu file =
                menus.menu("File", "file.open", "file.openChanged", "file.openProject", "file.sample", "file.modulo");
        file.getItems().add(recent);
        file.getItems().add(new SeparatorMenuItem());
        menus.each(file.getItems()::add, "file.save", "file.saveAs", "file.exportFigure");
        file.getItems().add(new SeparatorMenuItem());
        menus.each(file.getItems()::add, "file.quit");
        MenuBar bar = new MenuBar(
                file,
                menus.menu("Explain", "explain.run", "explain.cancel", "explain.self", "explain.next", "explain.wrong"),
                menus.menu("Select", "select.listed", "select.wrong", "select.alike", "select.none", "select.together"),
                menus.menu(
                        "View",
                        "view.explore",
                        "view.dynamics",
                        "view.compare",
                        "view.data",
                        "view.model",
                        "view.train",
                        "view.theme",
                        "view.invert",
                        "view.search"),
                menus.menu("Help", "help.commands", "help.keys"));
        bar.setMinWidth(Region.USE_PREF_SIZE);
        project.setId("project");
        project.setMinWidth(60);
        Button search = new Button("Search commands   " + CommandMenus.display(commands.byId("help.commands")));
        search.setId("palette-open");
        search.getStyleClass().add("compact");
        search.setAccessibleText("Search commands");
        search.setMinWidth(Region.USE_PREF_SIZE);
        search.setTooltip(Labels.tooltip(commands.byId("help.commands").help()));
        search.setOnAction(event -> commands.byId("help.commands").run());
        Label brand = Labels.styled("Whence", "brand");
        brand.setMinWidth(Region.USE_PREF_SIZE);
        root.getChildren().addAll(brand, bar, tabs(), project, Labels.spacer(), search);
        InvalidationListener describe = observed -> describe();
        model.titleProperty().addListener(describe);
        model.dirtyProperty().addListener(describe);
        model.workspaceProperty().addListener(describe);
        model.openingProperty().addListener(describe);
        model.preferencesProperty().addListener((observed, was, is) -> listRecent(is, openRecent));
        file.setOnShowing(event -> listRecent(model.preferencesProperty().get(), openRecent));
        listRecent(model.preferencesProperty().get(), openRecent);
        describe();
    }

    Node root() {
        return root;
    }

    private Node tabs() {
        HBox tabs = new HBox();
        tabs.getStyleClass().add("tabs");
        tabs.setMinWidth(Region.USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        for (WorkbenchTab tab : WorkbenchTab.values()) {
            ToggleButton button = new ToggleButton(tab.title());
            button.setId("tab-" + tab.title().toLowerCase(Locale.ROOT));
            button.setAccessibleText(tab.title() + " view");
            Choices.connect(button, group, model.tabProperty(), tab);
            model.tabProperty().addListener((observed, was, is) -> {
                if (is == tab && tabs.getChildren().stream().anyMatch(Node::isFocused)) {
                    button.requestFocus();
                }
            });
            tabs.getChildren().add(button);
        }
        return tabs;
    }

    private void describe() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace == null) {
            project.setText("");
            return;
        }
        String text = model.titleProperty().get() + (model.dirtyProperty().get() ? " (not saved)" : "");
        text += " · " + count(workspace, Split.TRAIN) + " train · " + count(workspace, Split.TEST) + " test";
        project.setText(text);
    }

    private static String count(Workspace workspace, Split split) {
        return String.format(
                Locale.ROOT,
                "%,d",
                workspace.has(split) ? workspace.images(split).size() : 0);
    }

    private void listRecent(@Nullable Preferences preferences, Consumer<Path> open) {
        recent.getItems().clear();
        if (preferences == null || preferences.recent().isEmpty()) {
            MenuItem none = new MenuItem("No project was saved yet");
            none.setDisable(true);
            recent.getItems().add(none);
            return;
        }
        for (Path path : preferences.recent()) {
            boolean there = Files.exists(path);
            MenuItem item = new MenuItem(path + (there ? "" : " (missing)"));
            item.setMnemonicParsing(false);
            item.setDisable(!there);
            item.setOnAction(event -> open.accept(path));
            recent.getItems().add(item);
        }
    }
}
