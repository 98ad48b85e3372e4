package dev.whence.engine.exec;

import java.util.List;
import java.util.Map;

/**
 * The gradients of one number per image by the parameters of one layer. Everything here is a sum over the layer's
 * parameters; add the layers up.
 */
public sealed interface LayerGradients permits FactoredGradients, RowGradients {

    /** The parameters of the layer that gradients are taken by. */
    List<String> parameters();

    /** Number of images. */
    int images();

    /** Every gradient written out: {@code [n, values]} by parameter name, row-major. */
    Map<String, DeviceArray> rows();

    /**
     * Inner products of all pairs of images.
     *
     * @param others gradients of the same layer for other images, {@code m} of them
     * @return {@code [n, m]}
     */
    DeviceArray products(LayerGradients others);

    /**
     * Directional derivatives: inner products with fixed vectors.
     *
     * @param directions {@code [m, values]} by parameter name, row-major; names of other layers are not looked at
     * @return {@code [n, m]}
     */
    DeviceArray along(Map<String, DeviceArray> directions);

    /**
     * Weighted sums over images, the transpose of {@link #along}.
     *
     * @param weights {@code [n, m]}
     * @return {@code sum over i of weights_ij gradient_i}, {@code [m, values]} by parameter name
     */
    Map<String, DeviceArray> weighted(DeviceArray weights);

    /** Squared norms, {@code [n]}. */
    DeviceArray squaredNorms();

    /** The same gradients in the form that takes fewer operations when many inner products are to come. */
    LayerGradients compact();

    /** The same gradients, owned by another scope. */
    LayerGradients keptIn(Scope scope);
}
