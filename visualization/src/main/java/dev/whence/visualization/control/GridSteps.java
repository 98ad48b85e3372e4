package dev.whence.visualization.control;

import javafx.scene.input.KeyCode;

/**
 * Where keys lead in a grid.
 *
 * @param size how many items there are
 * @param columns items in a row
 * @param page items that are in view
 */
record GridSteps(int size, int columns, int page) {

    /** No key for going anywhere. */
    static final int NOWHERE = Integer.MIN_VALUE;

    /** The item a key leads to, as far that way as there are items; the first key of all leads to the first item. */
    int from(int now, KeyCode key) {
        int wanted = switch (key) {
            case LEFT -> now - 1;
            case RIGHT -> now + 1;
            case UP -> now - columns;
            case DOWN -> now + columns;
            case PAGE_UP -> Math.max(now % columns, now - page);
            case PAGE_DOWN -> now + page;
            case HOME -> 0;
            case END -> size - 1;
            default -> NOWHERE;
        };
        if (wanted == NOWHERE || size == 0) {
            return NOWHERE;
        }
        if (now < 0) {
            return wanted == size - 1 ? wanted : 0;
        }
        if (wanted >= size) {
            boolean lowerRowExists = now / columns < (size - 1) / columns;
            return lowerRowExists ? size - 1 : now;
        }
        return wanted < 0 ? now : wanted;
    }
}
