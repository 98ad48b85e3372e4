package dev.whence.engine.attribution;

/**
 * How large the work of a method is, for forecasts before it starts.
 *
 * @param train training images
 * @param tests test images that are explained at a time
 * @param parameters values of one gradient
 * @param features values at the input of the final layer
 * @param valueBytes of one number on the device
 */
public record WorkSize(long train, long tests, long parameters, long features, int valueBytes) {

    /** Blocks of gradients, activations and what belongs to them. */
    private static final double BLOCKS = 300e6;

    /** Bytes of numbers on the device. */
    public double bytes(double numbers) {
        return numbers * valueBytes;
    }

    /** What a pass over gradients of all training images takes, with the gradients of the test images and the scores. */
    public double gradientPass() {
        return BLOCKS + bytes(2.0 * tests * parameters) + 12.0 * train * tests;
    }
}
