package dev.whence.visualization.control;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import dev.whence.visualization.SignedNumbers;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/**
 * One training image with its signed score, class and name. Activated by click, Enter or Space; then it is selected and
 * the action runs. Room for further rows, such as heatmaps, is at the end of {@link #getChildren()}.
 *
 * <p>Style classes {@code picture-tile}, with {@code positive} or {@code negative}; pseudo-class {@code selected}.
 */
public final class PictureTile extends VBox {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final double SIDE = 112;

    private final PictureView view = new PictureView();
    private final BooleanProperty selected = new SimpleBooleanProperty(this, "selected") {
        @Override
        protected void invalidated() {
            pseudoClassStateChanged(SELECTED, get());
            notifyAccessibleAttributeChanged(AccessibleAttribute.SELECTED);
        }
    };
    private Runnable action = () -> {};

    /**
     * @param score as the method gave it; its sign decides colour and wording
     * @param className the image's label
     * @param name what a person calls the image
     */
    public PictureTile(Picture picture, PictureTone tone, double score, String className, String name) {
        getStyleClass().addAll("picture-tile", score < 0 ? "negative" : "positive");
        setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
        setFocusTraversable(true);
        String side = score < 0 ? "speaks against" : "speaks for";
        String spoken = "Training image " + name + ", " + className + ", score " + SignedNumbers.score(score);
        setAccessibleText(spoken + ", " + side);
        view.setTone(tone);
        view.show(picture, "Training image " + name);
        view.setPrefSize(SIDE, SIDE);
        getChildren().addAll(view, caption(score, name), classLine(className));
        VBox.setVgrow(view, Priority.ALWAYS);
        Tooltip tooltip =
                new Tooltip(className + " \u00b7 " + name + "\nscore " + SignedNumbers.score(score) + ", " + side);
        tooltip.setShowDelay(Duration.millis(300));
        Tooltip.install(this, tooltip);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    }

    /** The score keeps its room; a long name of the image gives way. */
    private static Node caption(double score, String name) {
        Label scoreLabel = new Label(SignedNumbers.score(score));
        scoreLabel.getStyleClass().add("score");
        scoreLabel.setMinWidth(Region.USE_PREF_SIZE);
        Label nameLabel = new Label(name);
        nameLabel.getStyleClass().add("image-name");
        nameLabel.setMaxWidth(Double.MAX_VALUE);
        nameLabel.setAlignment(Pos.CENTER_RIGHT);
        HBox.setHgrow(nameLabel, Priority.ALWAYS);
        HBox row = new HBox(scoreLabel, nameLabel);
        row.getStyleClass().add("caption");
        return row;
    }

    private static Node classLine(String className) {
        Label label = new Label(className);
        label.getStyleClass().add("class-name");
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    /** What a click, Enter or Space does, after the tile became selected. */
    public void setOnAction(Runnable action) {
        this.action = action;
    }

    public BooleanProperty selectedProperty() {
        return selected;
    }

    public boolean isSelected() {
        return selected.get();
    }

    public void setSelected(boolean on) {
        selected.set(on);
    }

    public PictureView pictureView() {
        return view;
    }

    /** As if clicked. */
    public void activate() {
        selected.set(true);
        action.run();
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() == MouseButton.PRIMARY) {
            requestFocus();
            activate();
            event.consume();
        }
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            activate();
            event.consume();
        }
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.SELECTED
                ? Boolean.valueOf(isSelected())
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    public void executeAccessibleAction(AccessibleAction wanted, Object... parameters) {
        if (wanted == AccessibleAction.FIRE) {
            activate();
        } else {
            super.executeAccessibleAction(wanted, parameters);
        }
    }
}
