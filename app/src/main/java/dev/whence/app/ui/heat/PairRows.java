package dev.whence.app.ui.heat;

import java.util.List;

/**
 * The training images on display, whose maps are wanted.
 *
 * @param proponents positions, strongest first
 * @param opponents positions, strongest first
 */
public record PairRows(List<Integer> proponents, List<Integer> opponents) {
    public PairRows {
        proponents = List.copyOf(proponents);
        opponents = List.copyOf(opponents);
    }
}
