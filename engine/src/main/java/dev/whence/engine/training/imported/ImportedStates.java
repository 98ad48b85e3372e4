package dev.whence.engine.training.imported;

import java.util.Optional;

/** Parameters as another program stored them. */
interface ImportedStates {

    /** Which states are there, ascending. */
    int[] numbers();

    float[] parameters(int state);

    Optional<float[]> secondMoment(int state);
}
