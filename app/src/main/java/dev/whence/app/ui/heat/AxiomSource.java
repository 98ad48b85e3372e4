package dev.whence.app.ui.heat;

import dev.whence.engine.workspace.AxiomReport;
import java.util.function.Consumer;

/** Measures in the background what X-Gradient can promise on the open network. */
@FunctionalInterface
public interface AxiomSource {

    /**
     * @param onKnown receives the numbers
     * @param onFailed receives a sentence
     */
    void ask(Consumer<AxiomReport> onKnown, Consumer<String> onFailed);
}
