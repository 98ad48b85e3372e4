package dev.whence.engine.exec;

import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Which nodes must be computed to know the values of some, and after which step each other value is needed no more.
 *
 * @param steps positions of the nodes to compute, ascending, the input not among them
 * @param released for each step, the nodes whose value can be freed after it
 */
record ExecutionPlan(List<Integer> steps, List<List<Integer>> released) {

    static ExecutionPlan of(Network network, int... wanted) {
        boolean[] keep = new boolean[network.nodes().size()];
        boolean[] needed = new boolean[network.nodes().size()];
        for (int node : wanted) {
            keep[node] = true;
            needed[node] = true;
        }
        int[] lastUse = new int[needed.length];
        Arrays.fill(lastUse, -1);
        for (int i = needed.length - 1; i > 0; i--) {
            if (needed[i]) {
                for (int input : network.nodes().get(i).inputs()) {
                    needed[input] = true;
                    lastUse[input] = Math.max(lastUse[input], i);
                }
            }
        }
        List<Integer> steps = new ArrayList<>();
        List<List<Integer>> released = new ArrayList<>();
        for (int i = 1; i < needed.length; i++) {
            if (needed[i]) {
                int step = i;
                steps.add(i);
                released.add(new TreeSet<>(network.nodes().get(i).inputs())
                        .stream()
                                .filter(input -> lastUse[input] == step && !keep[input])
                                .toList());
            }
        }
        return new ExecutionPlan(List.copyOf(steps), List.copyOf(released));
    }

    /** The largest number of values alive at the same time for one image. */
    long peakValues(Network network) {
        long alive = network.inputShape().size();
        long peak = alive;
        for (int s = 0; s < steps.size(); s++) {
            alive += size(network, steps.get(s));
            peak = Math.max(peak, alive);
            for (int freed : released.get(s)) {
                alive -= size(network, freed);
            }
        }
        return peak;
    }

    private static long size(Network network, int position) {
        Node node = network.nodes().get(position);
        return node.shape().size();
    }
}
