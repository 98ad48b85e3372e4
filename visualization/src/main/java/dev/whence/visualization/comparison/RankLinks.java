package dev.whence.visualization.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How the images of one row go on in the next.
 *
 * @param links both ends, for each image of the upper row that the lower one ranks at all
 */
public record RankLinks(List<Link> links) {

    public RankLinks {
        links = List.copyOf(links);
    }

    /**
     * @param from place in the upper row, -1 if it is only further down
     * @param to place in the lower row, -1 if it is only further down
     * @param rank of the image in the row where it is not shown, 1 for the first; 0 if it is not ranked there
     */
    public record Link(int image, int from, int to, int rank) {

        /** Whether the image is shown in both rows. */
        public boolean isWhole() {
            return from >= 0 && to >= 0;
        }
    }

    /**
     * @param rankAbove rank of an image in the upper ranking, 1 for the first, 0 for none
     * @param rankBelow likewise in the lower ranking
     */
    public static RankLinks between(
            RankedRow above, RankedRow below, IntUnaryOperator rankAbove, IntUnaryOperator rankBelow) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < above.entries().size(); i++) {
            int image = above.entries().get(i).image();
            int to = below.indexOf(image);
            links.add(new Link(image, i, to, to >= 0 ? to + 1 : rankBelow.applyAsInt(image)));
        }
        for (int i = 0; i < below.entries().size(); i++) {
            int image = below.entries().get(i).image();
            if (above.indexOf(image) < 0) {
                links.add(new Link(image, -1, i, rankAbove.applyAsInt(image)));
            }
        }
        return new RankLinks(links);
    }
}
