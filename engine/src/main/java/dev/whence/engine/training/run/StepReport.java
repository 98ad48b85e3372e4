package dev.whence.engine.training.run;

/**
 * One step.
 *
 * @param step counted from 0
 * @param steps in all
 * @param learningRate of the step
 * @param loss mean cross-entropy of the batch before the step
 * @param accuracy share of the batch decided rightly before the step
 */
public record StepReport(int step, int steps, double learningRate, double loss, double accuracy) {}
