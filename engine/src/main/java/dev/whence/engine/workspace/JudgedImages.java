package dev.whence.engine.workspace;

import dev.whence.engine.ablation.AlteredNetwork;
import dev.whence.engine.exec.ExecutionEngine;
import dev.whence.engine.model.Network;
import java.util.stream.IntStream;

/**
 * The test images that altered networks are judged by: evenly chosen, not more than a thousand.
 *
 * @param positions among the test images, ascending
 */
record JudgedImages(OpenedWorkspace workspace, int[] positions) {

    private static final int MOST = 1000;

    static JudgedImages of(OpenedWorkspace workspace) {
        return new JudgedImages(workspace, evenly(workspace.images(Split.TEST).size(), MOST));
    }

    /** Places from 0 to size - 1, evenly chosen, all of them if there are not more than so many. */
    static int[] evenly(int size, int most) {
        int count = Math.min(most, size);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    /** Their labels, -1 where unknown. */
    int[] labels() {
        return IntStream.of(positions).map(workspace.images(Split.TEST)::label).toArray();
    }

    /** A network that is given other parameters and judged by these images; to be closed. */
    AlteredNetwork network(ExecutionEngine engine, Network network) {
        return new AlteredNetwork(
                engine,
                network,
                workspace.classifier().finalLayer(),
                workspace.split(Split.TEST).inputs(),
                positions);
    }
}
