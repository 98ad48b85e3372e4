package dev.whence.app.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.app.provenance.JsonText;
import dev.whence.app.provenance.Manifest;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.ImportReport.Verification;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.Node;
import dev.whence.engine.model.Op;
import dev.whence.engine.tensor.Shape;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code whence info} says of an imported classifier. */
public final class NetworkTable {

    private final Classifier classifier;

    public NetworkTable(Classifier classifier) {
        this.classifier = classifier;
    }

    public void printText(PrintStream out) {
        Network network = classifier.network();
        out.println("model: " + classifier.file());
        out.println("format: " + classifier.report().format());
        out.println("sha256: " + classifier.sha256());
        out.println("input: " + network.inputShape());
        out.println("classes: " + classifier.classes());
        out.println("parameters: " + network.parameterCount());
        out.println("final layer: " + Manifest.finalLayer(classifier) + " ("
                + network.nodes().get(classifier.featureNode()).shape() + " features)");
        printLayers(out);
        out.println("unsupported layers: none");
        out.println("own forward: " + verdict(classifier.report().verification()));
        classifier.report().notes().forEach(note -> out.println("note: " + note));
    }

    private void printLayers(PrintStream out) {
        List<Layer> layers = layers();
        int names = width(layers.stream().map(Layer::name).toList(), "layer");
        int kinds = width(layers.stream().map(Layer::kind).toList(), "kind");
        int shapes =
                width(layers.stream().map(layer -> layer.shape().toString()).toList(), "output");
        String row = "  %-" + names + "s  %-" + kinds + "s  %-" + shapes + "s  %10s";
        out.println(String.format(Locale.ROOT, row, "layer", "kind", "output", "parameters"));
        for (Layer layer : layers) {
            out.println(String.format(
                    Locale.ROOT,
                    row,
                    layer.name(),
                    layer.kind(),
                    layer.shape(),
                    layer.parameters() == 0 ? "" : layer.parameters()));
        }
    }

    private static int width(List<String> words, String title) {
        return words.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }

    private static String verdict(@Nullable Verification verification) {
        if (verification == null) {
            return "the file cannot be run by the engine, so the layers were not compared with it";
        }
        return String.format(
                Locale.ROOT,
                "max |difference| %.3g over %d %s, largest |logit| %.4g: %s",
                verification.maxDifference(),
                verification.images(),
                verification.onUserImages() ? "of your images" : "images of noise",
                verification.maxLogit(),
                verification.passed() ? "the layers agree with the file" : "THE LAYERS DO NOT AGREE WITH THE FILE");
    }

    public ObjectNode json() {
        Network network = classifier.network();
        ObjectNode root = JsonText.object();
        root.put("model", classifier.file().toString());
        root.put("format", classifier.report().format());
        root.put("sha256", classifier.sha256());
        root.set("input_shape", shape(network.inputShape()));
        root.put("classes", classifier.classes());
        root.put("parameters", network.parameterCount());
        root.put("final_layer", Manifest.finalLayer(classifier));
        root.put(
                "features",
                network.nodes().get(classifier.featureNode()).shape().size());
        ArrayNode layers = root.putArray("layers");
        for (Layer layer : layers()) {
            ObjectNode node = layers.addObject();
            node.put("name", layer.name());
            node.put("kind", layer.kind());
            node.set("output_shape", shape(layer.shape()));
            node.put("parameters", layer.parameters());
        }
        root.putArray("unsupported");
        putVerification(root, classifier.report().verification());
        ArrayNode notes = root.putArray("notes");
        classifier.report().notes().forEach(notes::add);
        return root;
    }

    static void putVerification(ObjectNode root, @Nullable Verification verification) {
        if (verification == null) {
            root.putNull("verification");
            return;
        }
        ObjectNode node = root.putObject("verification");
        node.put("images", verification.images());
        node.put("max_difference", verification.maxDifference());
        node.put("max_logit", verification.maxLogit());
        node.put("on_your_images", verification.onUserImages());
        node.put("passed", verification.passed());
    }

    static ArrayNode shape(Shape shape) {
        ArrayNode array = JsonText.object().arrayNode();
        Arrays.stream(shape.toArray()).forEach(array::add);
        return array;
    }

    /** All steps but the input. Weights that several layers share are counted at the first of them. */
    private List<Layer> layers() {
        Network network = classifier.network();
        Set<String> counted = new HashSet<>();
        List<Layer> layers = new ArrayList<>();
        for (Node node : network.nodes()) {
            if (node.op() instanceof Op.Input) {
                continue;
            }
            long parameters = 0;
            for (String weight : OpWeights.names(node.op())) {
                if (network.parameters().containsKey(weight) && counted.add(weight)) {
                    parameters += network.parameters().get(weight).size();
                }
            }
            layers.add(new Layer(node.name(), node.kind(), node.shape(), parameters));
        }
        return layers;
    }

    private record Layer(String name, String kind, Shape shape, long parameters) {}
}
