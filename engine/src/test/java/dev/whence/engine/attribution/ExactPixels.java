package dev.whence.engine.attribution;

import dev.whence.engine.data.ImageDataset;
import dev.whence.engine.data.ModelInputs;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;

/**
 * Grey images as pixel / 255 in float64, the reference's input. The program's own input is float32; solvers that have not
 * converged can make that rounding as large as their scores.
 */
record ExactPixels(ImageDataset dataset, Shape shape) implements ModelInputs {

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public Tensor batch(int... indices) {
        int values = Math.toIntExact(shape.size());
        double[] all = new double[indices.length * values];
        for (int i = 0; i < indices.length; i++) {
            byte[] pixels = dataset.picture(indices[i]).pixels();
            for (int p = 0; p < values; p++) {
                all[i * values + p] = (pixels[p] & 0xff) / 255.0;
            }
        }
        return Tensor.of(all, shape.prepend(indices.length).toArray());
    }
}
