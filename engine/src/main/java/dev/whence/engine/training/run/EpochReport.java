package dev.whence.engine.training.run;

/**
 * One line of the log.
 *
 * @param epoch counted from 1; 0 is before training
 * @param step steps taken
 * @param learningRate of the last step
 * @param trainLoss mean cross-entropy over the epoch's batches, each before its step; NaN for epoch 0
 * @param trainAccuracy share decided rightly, likewise
 * @param testLoss mean cross-entropy on the test images after the epoch; NaN without test images
 * @param testAccuracy share decided rightly, likewise
 */
public record EpochReport(
        int epoch,
        int step,
        double learningRate,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy) {}
