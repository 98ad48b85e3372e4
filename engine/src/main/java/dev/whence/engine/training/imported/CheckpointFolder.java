package dev.whence.engine.training.imported;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.weights.Checkpoint;
import dev.whence.engine.tensor.Tensor;
import dev.whence.engine.training.ParameterGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checkpoints in a folder, one file a state, and a JSON file about the steps. */
final class CheckpointFolder implements ImportedStates {

    static final String STEPS = "history.json";

    private static final Pattern NAME = Pattern.compile("step_?(\\d{1,9})\\.(pt|pth|safetensors)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NavigableMap<Integer, Path> files;
    private final List<ParameterGroup> groups;

    private CheckpointFolder(NavigableMap<Integer, Path> files, List<ParameterGroup> groups) {
        this.files = files;
        this.groups = groups;
    }

    static CheckpointFolder states(Path folder, List<ParameterGroup> groups, int steps) {
        TreeMap<Integer, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(file -> {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), file);
                }
            });
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        if (files.isEmpty()) {
            throw new BadInputException("There are no checkpoints in " + folder
                    + "; name them step_000000.pt, step_000001.pt and so on, or .safetensors.");
        }
        if (files.lastKey() > steps) {
            throw new BadInputException("The checkpoint " + files.lastEntry().getValue() + " is later than the " + steps
                    + " steps of " + STEPS + "; record the batches of all steps.");
        }
        return new CheckpointFolder(files, groups);
    }

    private static BadInputException unreadable(Path place, IOException cause) {
        return new BadInputException(
                "Cannot read " + place + "; give a folder with checkpoints and " + STEPS + ".", cause);
    }

    static ImportedSteps steps(Path folder, double weightDecay) {
        Path file = folder.resolve(STEPS);
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            int[][] batches = JSON.convertValue(json.path("batches"), int[][].class);
            if (batches == null) {
                throw malformed(file, null);
            }
            return new ImportedSteps(
                    batches,
                    numbers(json.path("learning_rates"), batches.length, file),
                    json.has("weight_decays")
                            ? numbers(json.path("weight_decays"), batches.length, file)
                            : ImportedSteps.repeated(weightDecay, batches.length));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw malformed(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static BadInputException malformed(Path file, @Nullable Exception cause) {
        String sentence = "The file " + file + " is not understood; write {\"batches\": [[3, 1], [0, 2]],"
                + " \"learning_rates\": [0.1, 0.1]}, one entry for each step.";
        return cause == null ? new BadInputException(sentence) : new BadInputException(sentence, cause);
    }

    private static double[] numbers(JsonNode node, int steps, Path file) {
        if (node.isNumber()) {
            return ImportedSteps.repeated(node.asDouble(), steps);
        }
        double[] numbers = JSON.convertValue(node, double[].class);
        if (numbers == null) {
            throw malformed(file, null);
        }
        return numbers;
    }

    @Override
    public int[] numbers() {
        return files.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public float[] parameters(int state) {
        Path file = files.get(state);
        if (file == null) {
            throw new IllegalArgumentException("state " + state + " is not stored");
        }
        Map<String, Tensor> weights = Checkpoint.read(file);
        for (ParameterGroup group : groups) {
            Tensor found = weights.get(group.name());
            if (found == null || !found.shape().equals(group.shape())) {
                throw new BadInputException("The checkpoint " + file + " has no " + group.name() + " of shape "
                        + group.shape() + (found == null ? "" : " but one of " + found.shape())
                        + "; give checkpoints of the model itself.");
            }
        }
        return ParameterGroup.join(groups, weights);
    }

    @Override
    public Optional<float[]> secondMoment(int state) {
        return Optional.empty();
    }
}
