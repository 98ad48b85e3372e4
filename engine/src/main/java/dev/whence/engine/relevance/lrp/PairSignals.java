package dev.whence.engine.relevance.lrp;

import dev.whence.engine.relevance.lrp.PairRelevance.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The relevance signals of some pairs, one through each image of a pair, in the order in which they are computed: signals
 * through the same image side by side, the training images first.
 */
record PairSignals(List<Signal> inOrder) {

    /**
     * The forward pass of an image and the denominators of the rules cost as much as so many signals: between 0.3 and 1.2
     * measured over networks and composites.
     */
    private static final int IMAGE_COST = 1;

    /**
     * One signal.
     *
     * @param onTest whether it runs through the test image
     * @param image position among the images of its side
     * @param pair position of the pair
     */
    record Signal(boolean onTest, int image, int pair) {

        private boolean shares(Signal other) {
            return onTest == other.onTest && image == other.image;
        }
    }

    PairSignals {
        inOrder = List.copyOf(inOrder);
    }

    static PairSignals of(List<Pair> pairs) {
        List<Signal> signals = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
            signals.add(new Signal(false, pairs.get(p).train(), p));
            signals.add(new Signal(true, pairs.get(p).test(), p));
        }
        signals.sort(Comparator.comparing(Signal::onTest).thenComparing(Signal::image));
        return new PairSignals(signals);
    }

    int size() {
        return inOrder.size();
    }

    PairSignals part(int from, int to) {
        return new PairSignals(inOrder.subList(from, to));
    }

    /** Where to cut the signals so that both parts are about the same work; at least one lies before it. */
    int middle() {
        int[] imageOf = imageOf();
        int images = imageOf[imageOf.length - 1] + 1;
        int cut = 1;
        while (cut + 1 < size()) {
            int before = cut + 1 + IMAGE_COST * (imageOf[cut] + 1);
            int after = size() - cut - 1 + IMAGE_COST * (images - imageOf[cut + 1]);
            if (before > after) {
                break;
            }
            cut++;
        }
        return cut;
    }

    /** One signal of each image, in order. */
    List<Signal> images() {
        List<Signal> firsts = new ArrayList<>();
        for (Signal signal : inOrder) {
            if (firsts.isEmpty() || !firsts.get(firsts.size() - 1).shares(signal)) {
                firsts.add(signal);
            }
        }
        return firsts;
    }

    /** The position of each signal's image in {@link #images()}. */
    int[] imageOf() {
        int[] positions = new int[size()];
        for (int s = 1; s < positions.length; s++) {
            boolean same = inOrder.get(s).shares(inOrder.get(s - 1));
            positions[s] = positions[s - 1] + (same ? 0 : 1);
        }
        return positions;
    }

    /** The pair of each signal. */
    int[] pairs() {
        return inOrder.stream().mapToInt(Signal::pair).toArray();
    }

    /** Where the signals of one side are, by pair. */
    int[] places(boolean onTest) {
        int[] places = new int[size() / 2];
        for (int s = 0; s < size(); s++) {
            if (inOrder.get(s).onTest() == onTest) {
                places[inOrder.get(s).pair()] = s;
            }
        }
        return places;
    }
}
