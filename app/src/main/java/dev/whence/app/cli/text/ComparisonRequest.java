package dev.whence.app.cli.text;

import java.util.List;

/**
 * Several methods on the same decisions.
 *
 * @param runs the methods; they differ in nothing else
 * @param group positions of the test images explained together, empty for one alone
 * @param opponents whether the other side of the rankings is drawn
 * @param matrix whether the agreement of all pairs is added
 */
public record ComparisonRequest(List<AttributionRequest> runs, List<Integer> group, boolean opponents, boolean matrix) {

    public ComparisonRequest {
        runs = List.copyOf(runs);
        group = List.copyOf(group);
    }
}
