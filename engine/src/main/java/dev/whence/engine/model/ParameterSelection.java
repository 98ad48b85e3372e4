package dev.whence.engine.model;

import dev.whence.engine.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** Which parameters gradients are taken by, as people write it: names of parameters or of layers. */
public final class ParameterSelection {

    private ParameterSelection() {}

    /**
     * @param text comma-separated names of parameters ({@code fc.weight}) or of layers ({@code fc}, {@code layer4}); empty
     *     for all
     * @return parameter names: in the network's order for a layer, in the order written otherwise
     * @throws BadInputException if a name fits nothing
     */
    public static List<String> parse(String text, Network network) {
        List<String> all = List.copyOf(network.parameters().keySet());
        if (text.isBlank()) {
            return all;
        }
        List<String> chosen = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String name = part.strip();
            List<String> fitting = all.stream()
                    .filter(parameter -> parameter.equals(name) || parameter.startsWith(name + "."))
                    .filter(parameter -> !chosen.contains(parameter))
                    .toList();
            if (fitting.isEmpty()) {
                throw new BadInputException("No parameter or layer of the model is called '" + name + "'; choose from "
                        + String.join(", ", all) + ".");
            }
            chosen.addAll(fitting);
        }
        return List.copyOf(chosen);
    }
}
