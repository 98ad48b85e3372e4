package dev.whence.engine.attribution.influence;

import dev.whence.engine.attribution.gradient.TestFunction;

/** What all influence methods are asked. */
interface InfluenceSettings {

    /** The number of a test image whose change is asked for. */
    TestFunction function();

    /** Names of layers or parameters; empty for all. */
    String parameters();

    /** What a training image's influence is held relative to. */
    Relative relative();
}
