package dev.whence.engine.workspace;

import dev.whence.engine.attribution.Ranking;
import dev.whence.engine.attribution.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which training images one decision, or several together, are made of.
 *
 * @param tests positions of the test images, one or more; their scores are summed
 * @param target what was asked for
 * @param positiveClass the class spoken for, or -1 where the images differ in it
 * @param negativeClass the class spoken against, or -1
 * @param scores one per training image in dataset order, of the first of them only while the work is under way; shared, not
 *     to be written to
 * @param ranking the same by sign and size
 * @param facts how the method's preparation ended, in words and numbers
 * @param provenance everything the result was computed from, as JSON
 */
public record Explanation(
        List<Integer> tests,
        Target target,
        int positiveClass,
        int negativeClass,
        float[] scores,
        Ranking ranking,
        Map<String, String> facts,
        String provenance) {

    public Explanation {
        tests = List.copyOf(tests);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Position of the test image, or of the first of several. */
    public int testIndex() {
        return tests.get(0);
    }

    /** Whether several decisions are explained together. */
    public boolean isGroup() {
        return tests.size() > 1;
    }

    /** How many training images were scored so far: the first ones of the dataset. */
    public int scored() {
        return scores.length;
    }
}
