package dev.whence.app.cli.text;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Heatmaps of pairs as the command line states them.
 *
 * @param attribution gives the pairs their scores
 * @param relevance the settings of layer-wise relevance propagation that are not left at their defaults, by key
 * @param pairs {@code top:3}, or positions such as {@code 0:17,5:4}
 */
public record XdaRequest(AttributionRequest attribution, Map<String, String> relevance, String pairs) {

    public XdaRequest {
        relevance = Collections.unmodifiableSortedMap(new TreeMap<>(relevance));
    }
}
