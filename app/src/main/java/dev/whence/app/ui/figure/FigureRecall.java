package dev.whence.app.ui.figure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.app.ui.explore.ExploreController;
import dev.whence.app.ui.explore.ExploreModel;
import dev.whence.app.ui.explore.Outcome;
import dev.whence.app.ui.heat.HeatDisplay;
import dev.whence.engine.BadInputException;
import dev.whence.engine.attribution.Target;
import dev.whence.engine.relevance.HeatmapMethods;
import dev.whence.visualization.colormap.ColorMap;
import dev.whence.visualization.control.HeatmapView.Mode;
import dev.whence.visualization.figure.export.Provenance;
import dev.whence.visualization.heatmap.ScaleMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes back from an exported figure to the view that it was made from. */
public final class FigureRecall {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FigureRecall() {}

    /**
     * What the figure was besides.
     *
     * @param comparison whether it compares several runs
     * @param opponents whether it shows their opponents
     */
    public record Recalled(boolean comparison, boolean opponents) {}

    /**
     * Shows the same image, target, method and settings as the figure, and runs all methods that it compares.
     *
     * @throws BadInputException if the file carries no provenance, or was made from another model or other images
     */
    public static Recalled recall(Path file, ExploreModel model, ExploreController controller) {
        JsonNode figure = parse(Provenance.read(file)
                .orElseThrow(() -> new BadInputException("The file " + file.getFileName()
                        + " does not say how it was made; drop a figure that Whence exported.")));
        if (!(model.outcomeProperty().get() instanceof Outcome.Explained explained)) {
            throw new BadInputException(
                    "Nothing is explained yet; drop the figure again when the explanation is there.");
        }
        JsonNode now = parse(explained.explanation().provenance());
        requireEqual(file, figure, now, "/model/sha256", "another classifier");
        requireEqual(file, figure, now, "/train/manifest", "other training images");
        requireEqual(file, figure, now, "/test/manifest", "other test images");
        JsonNode heatmap = figure.path("heatmap");
        if (!heatmap.isMissingNode()) {
            model.heat().use(HeatmapMethods.byId(heatmap.path("id").asText()), texts(heatmap.path("settings")));
        }
        JsonNode compared = figure.path("compared");
        if (compared.isMissingNode()) {
            run(figure.path("method"), model, controller);
        } else {
            compared.forEach(method -> run(method, model, controller));
        }
        showLook(figure.path("look"), model.heat().display());
        if (figure.has("images_on_either_side")) {
            model.rowLengthProperty()
                    .set(figure.path("images_on_either_side")
                            .asInt(model.rowLengthProperty().get()));
        }
        JsonNode explainedThen = figure.path("explained");
        if (explainedThen.has("sum_over_positions")) {
            List<Integer> together = new ArrayList<>();
            explainedThen.path("sum_over_positions").forEach(position -> together.add(position.asInt()));
            controller.explainTogether(together);
        }
        if (explainedThen.has("position")) {
            controller.select(explainedThen.path("position").asInt());
        }
        if (explainedThen.has("target")) {
            controller.explainTarget(Target.parse(explainedThen.path("target").asText()));
        }
        if (explainedThen.has("train_position")) {
            controller.chooseWhenExplained(explainedThen.path("train_position").asInt());
        }
        return new Recalled(
                !compared.isMissingNode(), figure.path("side").asText().equals("opponents"));
    }

    private static void run(JsonNode method, ExploreModel model, ExploreController controller) {
        if (!method.isMissingNode()) {
            model.method().load(method.path("id").asText(), texts(method.path("settings")));
            controller.run();
        }
    }

    private static void showLook(JsonNode look, HeatDisplay display) {
        if (look.isMissingNode()) {
            return;
        }
        display.coloursProperty().set(ColorMap.of(look.path("colours").asText()));
        display.smoothProperty().set(look.path("smooth").asBoolean());
        for (ScaleMode mode : ScaleMode.values()) {
            if (mode.label().equals(look.path("scale").asText())) {
                display.scaleProperty().set(mode);
            }
        }
        double opacity = look.path("opacity").asDouble(display.opacityProperty().get());
        display.modeProperty().set(opacity == 0 ? Mode.PICTURE : opacity == 1 ? Mode.HEATMAP : Mode.OVERLAY);
        if (opacity > 0 && opacity < 1) {
            display.opacityProperty().set(opacity);
        }
    }

    private static void requireEqual(Path file, JsonNode then, JsonNode now, String where, String what) {
        String before = then.at(where).asText();
        if (!before.isEmpty() && !before.equals(now.at(where).asText())) {
            throw new BadInputException("The figure " + file.getFileName() + " was made from " + what
                    + " than the open project; open the project it belongs to and drop it again.");
        }
    }

    private static Map<String, String> texts(JsonNode settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new BadInputException("The figure says in a damaged way how it was made; export it again.", e);
        }
    }
}
