package dev.whence.engine.model.reader.weights;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.graph.GraphBuilder;
import dev.whence.engine.model.reader.graph.ModelSource;
import dev.whence.engine.tensor.Shape;
import dev.whence.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Bare weights inside the architecture they fit. */
final class TemplateSource implements ModelSource {

    private final Template template;
    private final Map<String, Tensor> weights;
    private final String format;

    TemplateSource(Template template, Map<String, Tensor> weights, String format) {
        this.template = template;
        this.weights = weights;
        this.format = format;
    }

    @Override
    public String format() {
        return format + " of a " + template.name();
    }

    @Override
    public List<String> notes() {
        return List.of("The file holds only weights: stride, padding, pooling and activation come from Whence's own"
                + " template of " + template.name() + " and could not be checked against the file.");
    }

    @Override
    public Optional<Shape> exampleInput() {
        return Optional.empty();
    }

    @Override
    public Map<String, Tensor> state() {
        return weights;
    }

    @Override
    public Reading read(Shape input, int batch) {
        TemplateLayers layers = new TemplateLayers(weights);
        GraphBuilder builder = new GraphBuilder(layers, input, batch, false, Set.of());
        layers.start(builder);
        Object scores = template.layers(layers, builder.input());
        if (!layers.unused().isEmpty()) {
            throw new BadInputException("weight " + layers.unused().iterator().next() + " has no place in it");
        }
        return new Reading(builder.finish(scores, layers.state()), builder.notes());
    }
}
