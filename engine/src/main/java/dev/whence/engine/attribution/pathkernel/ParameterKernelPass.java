package dev.whence.engine.attribution.pathkernel;

import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.exec.DeviceArray;
import dev.whence.engine.exec.Scope;
import dev.whence.engine.job.Progress;
import dev.whence.engine.job.StateKeeper;
import dev.whence.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through the training once for every block of images, adding up averaged gradients times what loss gradients did to
 * the parameters. Memory is a few vectors of parameters for each image of a block, or for each of its outputs.
 */
final class ParameterKernelPass {

    private final PathNetwork network;
    private final Trajectory trajectory;
    private final RecordedUpdates updates;
    private final ModelInputs images;
    private final int classes;
    private final PathKernelOptions options;

    ParameterKernelPass(
            PathNetwork network,
            Trajectory trajectory,
            RecordedUpdates updates,
            ModelInputs images,
            int classes,
            PathKernelOptions options) {
        this.network = network;
        this.trajectory = trajectory;
        this.updates = updates;
        this.images = images;
        this.classes = classes;
        this.options = options;
    }

    /** Images that are followed through the training at a time, with every output apart or all summed. */
    private record Block(int from, int to, boolean apart) {}

    /** Reports steps of all blocks as one way, so that a bar does not begin again with every block. */
    private record Way(int blocks, int steps, Progress progress) {

        void been(int block, int step) {
            progress.update((long) block * steps + step, (long) blocks * steps, "steps");
        }
    }

    /**
     * Goes on from the latest state that an earlier attempt has kept.
     *
     * @param weighed how many images count for the importance
     * @param folder where both tables go
     */
    void write(int weighed, Path folder, Progress progress) {
        int size = network.layout().size();
        List<Block> blocks = blocks(weighed);
        try (ColumnFile vectors = ColumnFile.grow(folder.resolve(ParameterKernelsFiles.VECTORS), images.size(), size);
                ColumnFile sums =
                        ColumnFile.grow(folder.resolve(ParameterKernelsFiles.IMPORTANCE), weighed > 0 ? 1 : 0, size)) {
            KernelSums finished = new KernelSums(vectors, folder, images.size(), size);
            // One place more than there is: work that is nearly over is not worth writing once more.
            long places = blocks.size() * (trajectory.steps() + 1L) + 1;
            StateKeeper keeper = progress.state("kernels", places);
            KernelSums.Place place = finished.restore(keeper.kept(), trajectory.steps(), progress);
            progress.stage("What each parameter did to the images");
            Way way = new Way(blocks.size(), trajectory.steps(), progress);
            for (int block = place.block(); block < blocks.size(); block++) {
                boolean first = block == place.block();
                block(blocks.get(block), first ? place : new KernelSums.Place(block, 0, null), finished, keeper, way);
            }
            if (weighed > 0) {
                float[] narrowed =
                        Tensor.of(finished.importance(), size).toFloat32().floats();
                sums.write(0, 0, narrowed, 0, 1, size);
            }
        }
    }

    private List<Block> blocks(int weighed) {
        int most = options.numbersAtATime(network.layout().size());
        List<Block> blocks = new ArrayList<>();
        int from = 0;
        while (from < images.size()) {
            boolean apart = from < weighed;
            int end = apart ? weighed : images.size();
            int to = Math.min(end, from + Math.max(1, apart ? most / classes : most));
            blocks.add(new Block(from, to, apart));
            from = to;
        }
        return blocks;
    }

    private void block(Block block, KernelSums.Place place, KernelSums finished, StateKeeper keeper, Way way) {
        int size = network.layout().size();
        int images = block.to() - block.from();
        try (Scope scope = network.scope()) {
            DeviceArray kernels = sweep(scope, numbers(scope, block), place, finished, keeper, way);
            if (block.apart()) {
                HostValues.addTo(finished.importance(), kernels.abs().sum(false, 0));
                kernels = kernels.reshape(images, classes, size).sum(false, 1);
            }
            finished.write(block.from(), images, kernels.toHost().toFloat32().floats());
            keeper.keep((place.block() + 1) * (trajectory.steps() + 1L), finished::state);
        }
    }

    /** Every output of some images, or the sum of all outputs of each. */
    private TestOutputs numbers(Scope scope, Block block) {
        int each = block.apart() ? classes : 1;
        int[] own = new int[(block.to() - block.from()) * each];
        double[] weights = new double[own.length * classes];
        for (int row = 0; row < own.length; row++) {
            own[row] = block.from() + row / each;
            if (block.apart()) {
                weights[row * classes + row % classes] = 1;
            } else {
                Arrays.fill(weights, row * classes, (row + 1) * classes, 1);
            }
        }
        return new TestOutputs(network, scope, Tensor.of(weights, own.length, classes), own, images);
    }

    /** {@code [numbers, parameters]}. */
    private DeviceArray sweep(
            Scope scope,
            TestOutputs numbers,
            KernelSums.Place place,
            KernelSums finished,
            StateKeeper keeper,
            Way way) {
        PathGradient gradient = new PathGradient(numbers, options.quadrature(), options.closed());
        Tensor kept = place.sum();
        DeviceArray sum =
                kept == null ? scope.full(0, numbers.size(), network.layout().size()) : scope.of(kept);
        float[] start = trajectory.parameters(place.step());
        double[] before = values(scope, numbers, start);
        for (int step = place.step(); step < trajectory.steps(); step++) {
            way.progress().checkCancelled();
            float[] end = trajectory.parameters(step + 1);
            double[] after = values(scope, numbers, end);
            try (Scope work = scope.open()) {
                PathGradient.Average average = gradient.over(
                        work,
                        step,
                        PathNetwork.upload(work, start),
                        PathNetwork.upload(work, end),
                        HostValues.minus(after, before),
                        way.progress());
                float[] taken = updates.update(step, start, end).byGradients();
                DeviceArray own = average.gradient().multiply(work.of(Tensor.of(taken, 1, taken.length)));
                DeviceArray next = scope.keep(own.add(sum));
                sum.close();
                sum = next;
            }
            start = end;
            before = after;
            DeviceArray carried = sum;
            keeper.keep(place.block() * (trajectory.steps() + 1L) + step + 1, () -> finished.state(carried.toHost()));
            way.been(place.block(), step + 1);
        }
        return sum;
    }

    private double[] values(Scope scope, TestOutputs numbers, float[] parameters) {
        try (Scope work = scope.open()) {
            return numbers.values(work, PathNetwork.upload(work, parameters));
        }
    }
}
