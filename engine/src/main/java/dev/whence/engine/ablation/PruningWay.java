package dev.whence.engine.ablation;

/** Which parameters are kept. */
public enum PruningWay {
    /** The most important ones of each layer, the same share everywhere. */
    BY_LAYER,
    /** The most important ones of all layers together. */
    OVERALL,
    /** The largest ones of all layers together, whatever they were learnt for. */
    BY_SIZE,
    /** Any. */
    RANDOM
}
