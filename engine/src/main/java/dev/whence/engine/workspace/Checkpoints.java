package dev.whence.engine.workspace;

import dev.whence.engine.BadInputException;
import dev.whence.engine.job.Progress;
import dev.whence.engine.model.Classifier;
import dev.whence.engine.model.Network;
import dev.whence.engine.model.reader.weights.Checkpoint;
import dev.whence.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The states of one classifier that methods may combine: those given, in order, and the classifier itself at the end. One
 * that has the classifier's own weights is not counted twice.
 *
 * @param states at least the classifier
 */
record Checkpoints(List<State> states) {

    private static final Set<String> ENDINGS = Set.of(".pt", ".pth", ".ckpt", ".bin", ".safetensors");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    Checkpoints {
        states = List.copyOf(states);
    }

    /**
     * @param name of its file
     * @param sha256 of its file
     */
    record State(String name, String sha256, Network network) {}

    /**
     * Reads the states.
     *
     * @param places files, and folders whose model files are taken in the order of their names, numbers by value
     * @throws BadInputException if there is none in a place, or its weights do not fit the classifier
     */
    static Checkpoints open(List<Path> places, Classifier classifier, Progress progress) {
        List<State> states = new ArrayList<>();
        List<Path> files =
                places.stream().flatMap(place -> files(place).stream()).toList();
        for (int i = 0; i < files.size(); i++) {
            progress.checkCancelled();
            progress.stage("Reading checkpoint " + (i + 1) + " of " + files.size());
            State state = read(files.get(i), classifier);
            if (!sameWeights(state.network(), classifier.network())) {
                states.add(state);
            }
        }
        states.add(
                new State(String.valueOf(classifier.file().getFileName()), classifier.sha256(), classifier.network()));
        return new Checkpoints(states);
    }

    int size() {
        return states.size();
    }

    List<Network> networks() {
        return states.stream().map(State::network).toList();
    }

    List<String> names() {
        return states.stream().map(State::name).toList();
    }

    /** Tells these states in this order from all others. */
    String identity() {
        return states.stream().map(State::sha256).collect(Collectors.joining(" "));
    }

    private static State read(Path file, Classifier classifier) {
        Map<String, Tensor> weights = Checkpoint.read(file);
        try {
            return new State(
                    String.valueOf(file.getFileName()),
                    sha256(file),
                    classifier.network().withState(weights));
        } catch (IllegalArgumentException unfit) {
            throw new BadInputException(
                    "The checkpoint " + file + " does not fit the classifier (" + unfit.getMessage()
                            + "); give states of the same network.",
                    unfit);
        }
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "The checkpoint " + file + " cannot be read; check the file and its permissions.", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static boolean sameWeights(Network a, Network b) {
        return a.parameters().entrySet().stream().allMatch(entry -> equal(entry.getValue(), b.tensor(entry.getKey())));
    }

    private static boolean equal(Tensor a, Tensor b) {
        return Arrays.equals(a.toFloat64().doubles(), b.toFloat64().doubles());
    }

    private static List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> inside = Files.list(place)) {
            List<Path> files = inside.filter(Files::isRegularFile)
                    .filter(file ->
                            ENDINGS.stream().anyMatch(ending -> name(file).endsWith(ending)))
                    .sorted(Comparator.comparing(file -> DIGITS.matcher(name(file))
                            .replaceAll(number -> String.format(Locale.ROOT, "%020d", Long.parseLong(number.group())))))
                    .toList();
            if (files.isEmpty()) {
                throw new BadInputException(
                        "The folder " + place
                                + " holds no checkpoints; it should hold files of the same network, such as epoch_1.pt, epoch_2.pt.");
            }
            return files;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new BadInputException("The folder " + place + " cannot be read; check its permissions.", unreadable);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
