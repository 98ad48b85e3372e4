package dev.whence.app.ui.heat;

import dev.whence.engine.relevance.lrp.LrpSettings;
import dev.whence.engine.relevance.lrp.PreFlight;
import java.util.List;
import java.util.function.Consumer;

/** Finds out, in the background, which rule each layer of the open network gets. */
@FunctionalInterface
public interface PreFlightSource {

    /**
     * @param onKnown receives all layers
     * @param onFailed receives a sentence
     */
    void ask(LrpSettings settings, Consumer<List<PreFlight.Entry>> onKnown, Consumer<String> onFailed);
}
