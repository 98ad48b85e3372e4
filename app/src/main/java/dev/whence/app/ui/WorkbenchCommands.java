package dev.whence.app.ui;

import dev.whence.app.project.ProjectStore;
import dev.whence.app.ui.command.CommandRegistry;
import dev.whence.app.ui.explore.ExploreView;
import dev.whence.app.ui.explore.GalleryItem;
import dev.whence.app.ui.explore.GalleryModel;
import dev.whence.app.ui.open.OpenForm;
import dev.whence.engine.workspace.Workspace;
import dev.whence.visualization.PictureTone;
import java.io.File;
import java.util.List;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.stage.FileChooser;

/** Everything the window can be asked to do. */
final class WorkbenchCommands {

    private final Workbench workbench;
    private final WorkbenchModel model;
    private final ExploreView explore;

    WorkbenchCommands(Workbench workbench, ExploreView explore) {
        this.workbench = workbench;
        this.model = workbench.model();
        this.explore = explore;
    }

    void addTo(CommandRegistry commands) {
        BooleanBinding open = model.workspaceProperty().isNotNull();
        file(commands, open);
        explain(commands, open);
        select(commands, open);
        view(commands);
        commands.add(
                "help.commands",
                "Search commands…",
                "Finds any command by typing part of its name.",
                "Shortcut+Shift+P",
                workbench::showPalette);
        commands.add(
                "help.keys", "Commands and keys", "Lists all commands with their keys.", "F1", workbench::showPalette);
    }

    private void file(CommandRegistry commands, BooleanBinding open) {
        commands.add(
                "file.open",
                "Open classifier and images…",
                "Opens your own classifier with its training and test images, after a preview.",
                "Shortcut+N",
                () -> workbench.openDialog(OpenForm.empty()));
        commands.add(
                "file.openChanged",
                "Open again with changes…",
                "Shows how the classifier and its images were opened, to correct the preprocessing or another value.",
                "Shortcut+Shift+N",
                open,
                this::openChanged);
        commands.add(
                "file.openProject",
                "Open project…",
                "Opens a saved project (.whence).",
                "Shortcut+O",
                this::chooseProject);
        commands.add(
                "file.sample",
                "Open sample project",
                "Opens the Fashion-MNIST sample that comes with the program.",
                "",
                () -> {
                    if (workbench.questions().mayLeave()) {
                        workbench.projects().openSample();
                    }
                });
        commands.add(
                "file.modulo",
                "Open modulo-addition example",
                "Writes sums and a transformer that has learnt nothing yet, and fills the form of the Train view for it.",
                "",
                () -> {
                    if (workbench.questions().mayLeave()) {
                        workbench.projects().openModuloExample();
                        workbench.training().useModuloExample();
                        model.tabProperty().set(WorkbenchTab.TRAIN);
                    }
                });
        commands.add(
                "file.save",
                "Save project",
                "Saves where the data lies, the settings and what is selected.",
                "Shortcut+S",
                open,
                () -> workbench.questions().save());
        commands.add(
                "file.saveAs",
                "Save project as…",
                "Saves the project under another name.",
                "Shortcut+Shift+S",
                open,
                () -> workbench.questions().saveAs());
        commands.add(
                "file.exportFigure",
                "Export figure…",
                "Writes the explanation on display as PNG, SVG or PDF.",
                "Shortcut+E",
                open,
                workbench::exportFigure);
        commands.add("file.quit", "Quit", "Closes the program.", "Shortcut+Q", workbench::quit);
    }

    private void openChanged() {
        Workspace workspace = model.workspaceProperty().get();
        if (workspace != null) {
            workbench.openDialog(OpenForm.of(workspace.spec()));
        }
    }

    private void explain(CommandRegistry commands, BooleanBinding open) {
        commands.add(
                "explain.run",
                "Run",
                "Computes the explanation with the settings on the right.",
                "F5",
                open,
                () -> workbench.explore().run());
        commands.add(
                "explain.cancel",
                "Cancel all tasks",
                "Stops everything that is being computed.",
                "Shortcut+Period",
                () -> workbench.tasks().cancelAll());
        commands.add(
                "explain.self",
                "Self-influence of training images",
                "Ranks the training images by their score for themselves, by the method on display: outliers and labels"
                        + " worth a second look.",
                "",
                open,
                explore::showSelfInfluence);
        commands.add(
                "explain.next",
                "Next test image",
                "Selects the next image of the gallery.",
                "Alt+Right",
                open,
                this::next);
        commands.add(
                "explain.wrong",
                "Wrong decisions only",
                "Lists only test images that the network decides wrongly, or all again.",
                "Shortcut+W",
                open,
                () -> {
                    var wrong = model.explore().gallery().wrongOnlyProperty();
                    wrong.set(!wrong.get());
                });
    }

    /** Which test images are explained together. */
    private void select(CommandRegistry commands, BooleanBinding open) {
        GalleryModel gallery = model.explore().gallery();
        BooleanBinding exploring = open.and(model.tabProperty().isEqualTo(WorkbenchTab.EXPLORE));
        commands.add(
                "select.listed",
                "Select all listed test images",
                "Selects the images that the gallery lists, beside those selected before.",
                "Shortcut+A",
                exploring,
                gallery::pickListed);
        commands.add(
                "select.wrong",
                "Select all wrong decisions",
                "Selects every test image that the network decides differently from its label.",
                "Shortcut+Shift+W",
                open,
                () -> gallery.pickAll(GalleryItem::wrong));
        commands.add(
                "select.alike",
                "Select decisions like this one",
                "Selects every test image of the same true class that the network decides the same way.",
                "Shortcut+Shift+A",
                open,
                this::selectAlike);
        commands.add(
                "select.none",
                "Clear the selection",
                "Back to the single test image.",
                "Shortcut+Shift+C",
                open,
                gallery::clearPicks);
        commands.add(
                "select.together",
                "Explain the selection together",
                "Ranks the training images by the sum of their scores over the selected test images, or over all listed.",
                "Shortcut+G",
                exploring.and(Bindings.createBooleanBinding(
                        () -> gallery.together().size() > 1, gallery.pickedProperty(), gallery.shownProperty())),
                () -> workbench.explore().explainTogether(gallery.together()));
    }

    private void selectAlike() {
        GalleryModel gallery = model.explore().gallery();
        int selected = model.explore().selectedProperty().get();
        if (selected >= 0) {
            GalleryItem like = gallery.allProperty().get().get(selected);
            gallery.pickAll(item -> item.label() == like.label() && item.predicted() == like.predicted());
        }
    }

    private void view(CommandRegistry commands) {
        int key = 0;
        for (WorkbenchTab tab : WorkbenchTab.values()) {
            key++;
            String name = tab.title();
            commands.add(
                    "view." + name.toLowerCase(Locale.ROOT),
                    name,
                    "Goes to the " + name + " view.",
                    "Shortcut+" + key,
                    () -> model.tabProperty().set(tab));
        }
        commands.add(
                "view.theme",
                "Light or dark",
                "Switches between the light and the dark look.",
                "Shortcut+Shift+D",
                () -> workbench
                        .projects()
                        .setDark(!model.preferencesProperty().get().dark()));
        commands.add(
                "view.invert",
                "Invert grey pictures",
                "Shows grey pictures as ink on paper, or as they are stored.",
                "Shortcut+I",
                this::invert);
        commands.add(
                "view.search", "Search test images", "Goes to the search field of the gallery.", "Shortcut+F", () -> {
                    model.tabProperty().set(WorkbenchTab.EXPLORE);
                    explore.focusSearch();
                });
    }

    private void invert() {
        ObjectProperty<PictureTone> tone = model.explore().toneProperty();
        tone.set(tone.get() == PictureTone.AS_STORED ? PictureTone.INVERTED_GREY : PictureTone.AS_STORED);
    }

    private void next() {
        List<GalleryItem> shown = model.explore().gallery().shownProperty().get();
        int selected = model.explore().selectedProperty().get();
        for (int i = 0; i < shown.size(); i++) {
            if (shown.get(i).index() == selected && i + 1 < shown.size()) {
                workbench.explore().select(shown.get(i + 1).index());
                return;
            }
        }
        if (!shown.isEmpty()) {
            workbench.explore().select(shown.get(0).index());
        }
    }

    private void chooseProject() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open project");
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Whence projects", "*" + ProjectStore.EXTENSION));
        File picked = chooser.showOpenDialog(null);
        if (picked != null) {
            workbench.openProject(picked.toPath());
        }
    }
}
