package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The architectures that can be rebuilt around bare weights. */
final class ModelZoo {

    private static final List<Template> TEMPLATES =
            List.of(new ResNetTemplate(), new VggTemplate(), new AlexNetTemplate());

    private static final String PREFIX = "module.";

    private static final String ADVICE =
            "; save the whole model with torch.jit.trace(model.eval(), example).save(\"model.pt\")";

    private ModelZoo() {}

    /**
     * Finds the architecture whose names and sizes fit.
     *
     * @param place where in the file the weights were, for messages
     * @throws BadInputException if none fits
     */
    static ModelSource match(Map<String, Tensor> stored, String format, String place) {
        Map<String, Tensor> weights = withoutPrefix(stored);
        for (Template template : TEMPLATES) {
            if (template.resembles(weights)) {
                return fitted(template, weights, format);
            }
        }
        throw new BadInputException("the file holds only weights" + place + ", " + weights.size()
                + " of them, and their names belong to no architecture known here, so the layers between them are"
                + " unknown (" + format + ")" + ADVICE);
    }

    /** Lays the template out once to see that every weight fits. */
    private static ModelSource fitted(Template template, Map<String, Tensor> weights, String format) {
        TemplateSource source = new TemplateSource(template, weights, format);
        Tensor first = weights.values().iterator().next();
        int channels = first.shape().rank() == 4 ? first.shape().dim(1) : 3;
        try {
            source.read(Shape.of(channels, 224, 224), 3);
            return source;
        } catch (BadInputException e) {
            throw new BadInputException(
                    "the file holds only weights, which look like a " + template.name() + " but do not fit: "
                            + e.sentence() + ADVICE,
                    e);
        }
    }

    private static Map<String, Tensor> withoutPrefix(Map<String, Tensor> stored) {
        boolean prefixed = !stored.isEmpty() && stored.keySet().stream().allMatch(name -> name.startsWith(PREFIX));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        stored.forEach((name, value) -> weights.put(prefixed ? name.substring(PREFIX.length()) : name, value));
        return weights;
    }
}
