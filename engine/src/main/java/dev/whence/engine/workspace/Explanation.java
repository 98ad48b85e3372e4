package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which training images one decision is made of.
 *
 * @param testIndex position of the test image
 * @param target what was asked for
 * @param positiveClass the class spoken for
 * @param negativeClass the class spoken against, or -1
 * @param scores one per training image, in dataset order; shared, not to be written to
 * @param ranking the same by sign and size
 * @param facts how the method's preparation ended, in words and numbers
 * @param provenance everything the result was computed from, as JSON
 */
public record Explanation(
        int testIndex,
        Target target,
        int positiveClass,
        int negativeClass,
        float[] scores,
        Ranking ranking,
        Map<String, String> facts,
        String provenance) {

    public Explanation {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
