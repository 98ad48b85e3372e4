package dev.whence.engine.attribution.pathkernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whence.engine.BadInputException;
import dev.whence.engine.store.AtomicFiles;
import dev.whence.engine.store.NpzFile;
import dev.whence.engine.store.NpzWriter;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The small files of a result folder, and the names of the large ones. */
final class DynamicsFiles {

    static final String CONTRIBUTIONS = "contributions.f32";
    static final String IMAGES = "images.f32";
    static final String KERNEL = "kernel.f32";

    /** What takes the kernel's place in the end where the batches do not explain all steps. */
    static final String EXPLAINED = "explained.f32";

    static final String REGULARISATION = "regularisation.f32";
    static final String RESIDUAL = "residual.f32";
    static final String VALUES = "values.f32";

    private static final String INFO = "dynamics.json";
    private static final String COURSE = "course.npz";
    private static final String FORMAT = "whence-dynamics";
    private static final ObjectMapper JSON = new ObjectMapper();

    private DynamicsFiles() {}

    static boolean present(Path folder) {
        return Files.isRegularFile(folder.resolve(INFO));
    }

    static void writeInfo(Path folder, DynamicsInfo info) {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("version", 1);
        json.put("steps", info.steps()).put("images", info.images());
        json.put("perTest", info.outputs().perTest())
                .put("classes", info.outputs().classes());
        json.set("positive", JSON.valueToTree(info.outputs().positive()));
        json.set("negative", JSON.valueToTree(info.outputs().negative()));
        json.set("groups", JSON.valueToTree(info.groups()));
        json.set("classNames", JSON.valueToTree(info.classNames()));
        json.set("choices", JSON.valueToTree(info.choices()));
        AtomicFiles.writeText(folder.resolve(INFO), json.toPrettyString() + "\n");
    }

    static DynamicsInfo readInfo(Path folder) {
        Path file = folder.resolve(INFO);
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (!FORMAT.equals(json.path("format").asText())
                    || json.path("version").asInt() != 1) {
                throw damaged(file, null);
            }
            return new DynamicsInfo(
                    json.path("steps").asInt(),
                    json.path("images").asInt(),
                    new ExplainedOutputs(
                            json.path("perTest").asInt(),
                            JSON.convertValue(json.path("positive"), int[].class),
                            JSON.convertValue(json.path("negative"), int[].class),
                            json.path("classes").asInt()),
                    texts(json.path("groups")),
                    texts(json.path("classNames")),
                    texts(json.path("choices")));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static BadInputException damaged(Path file, @Nullable Exception cause) {
        String sentence =
                "The file " + file + " of computed dynamics is missing or damaged; compute the dynamics again.";
        return cause == null ? new BadInputException(sentence) : new BadInputException(sentence, cause);
    }

    private static List<String> texts(JsonNode array) {
        return Arrays.asList(JSON.convertValue(array, String[].class));
    }

    static void writeCourse(Path folder, TrainingCourse course) {
        int steps = course.batches().length;
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        int[] sizes =
                Arrays.stream(course.batches()).mapToInt(batch -> batch.length).toArray();
        arrays.put("batch_sizes", Tensor.of(sizes, steps));
        int[] all = Arrays.stream(course.batches()).flatMapToInt(Arrays::stream).toArray();
        arrays.put("batch_images", Tensor.of(all, all.length));
        arrays.put("labels", Tensor.of(course.labels(), course.labels().length));
        arrays.put("learning_rate", Tensor.of(course.learningRate(), steps));
        arrays.put("loss", Tensor.of(course.loss(), steps));
        arrays.put("accuracy", Tensor.of(course.accuracy(), steps));
        double[] norms = Arrays.stream(course.parameterNorms())
                .flatMapToDouble(Arrays::stream)
                .toArray();
        arrays.put("parameter_norms", Tensor.of(norms, course.parameterNorms().length, steps + 1));
        arrays.put("update_error", Tensor.of(course.updateError(), steps));
        arrays.put("points", Tensor.of(course.points(), steps));
        NpzWriter.write(folder.resolve(COURSE), arrays);
    }

    static TrainingCourse readCourse(Path folder) {
        try (NpzFile npz = NpzFile.open(folder.resolve(COURSE))) {
            int[] sizes = npz.read("batch_sizes").ints();
            int[] all = npz.read("batch_images").ints();
            int[][] batches = new int[sizes.length][];
            int from = 0;
            for (int s = 0; s < sizes.length; s++) {
                batches[s] = Arrays.copyOfRange(all, from, from + sizes[s]);
                from += sizes[s];
            }
            Tensor norms = npz.read("parameter_norms");
            int width = sizes.length + 1;
            double[][] byGroup = IntStream.range(0, norms.shape().dim(0))
                    .mapToObj(g -> Arrays.copyOfRange(norms.doubles(), g * width, (g + 1) * width))
                    .toArray(double[][]::new);
            return new TrainingCourse(
                    batches,
                    npz.read("labels").ints(),
                    npz.read("learning_rate").doubles(),
                    npz.read("loss").doubles(),
                    npz.read("accuracy").doubles(),
                    byGroup,
                    npz.read("update_error").doubles(),
                    npz.read("points").ints());
        }
    }
}
