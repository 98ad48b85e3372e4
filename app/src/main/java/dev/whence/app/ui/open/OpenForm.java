package dev.whence.app.ui.open;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Presets;
import dev.whence.engine.exec.ExecutionSettings;
import dev.whence.engine.exec.Precision;
import dev.whence.engine.workspace.WorkspaceSpec;
import dev.whence.engine.workspace.WorkspaceSpec.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What stands in the fields of the open dialog, as typed. */
public record OpenForm(Places places, Pixels pixels, Computing computing) {

    /**
     * Where everything lies.
     *
     * @param checkpoints files or folders of other states of the classifier, separated by semicolons, or empty
     * @param trainSubset index ranges such as {@code 0-1999,2005}; empty takes all
     * @param testSubset likewise
     */
    public record Places(
            String model, String checkpoints, String train, String trainSubset, String test, String testSubset) {}

    /**
     * From picture to network input.
     *
     * @param preset a name of {@link Presets}, or {@link #OWN}
     * @param channels {@code 1}, {@code 3} or empty
     * @param resize {@code 32}, {@code 32x28} or empty
     * @param interpolation of the resize
     * @param crop {@code 224}, {@code 224x200} or empty
     * @param mean numbers separated by commas or spaces, or empty
     * @param std likewise
     */
    public record Pixels(
            String preset,
            String channels,
            String resize,
            Preprocessing.Interpolation interpolation,
            String crop,
            String mean,
            String std) {

        /** The fields that say the same, of a preset's name if there is one; the scale is the usual one. */
        static Pixels of(Preprocessing preprocessing) {
            String name = Presets.names().stream()
                    .filter(known -> Presets.byName(known).equals(preprocessing))
                    .findFirst()
                    .orElse(OWN);
            return new Pixels(
                    name,
                    preprocessing.channels() == null
                            ? ""
                            : preprocessing.channels().toString(),
                    resize(preprocessing.resize()),
                    preprocessing.interpolation(),
                    size(preprocessing.crop()),
                    list(preprocessing.mean()),
                    list(preprocessing.std()));
        }

        private static String resize(Preprocessing.@Nullable Resize resize) {
            if (resize instanceof Preprocessing.Resize.ShorterSide shorter) {
                return Integer.toString(shorter.pixels());
            }
            return resize instanceof Preprocessing.Resize.Exact exact ? size(exact.size()) : "";
        }

        private static String size(Preprocessing.@Nullable Size size) {
            return size == null ? "" : size.height() + "x" + size.width();
        }

        private static String list(List<Double> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /**
     * What is computed, and how.
     *
     * @param classNames separated by commas, or empty
     * @param layer name of the final linear layer, or empty
     * @param device {@code auto}, {@code cpu} or {@code gpu:N}
     * @param threads of one operation, at least 1
     */
    public record Computing(String classNames, String layer, String device, Precision precision, int threads) {}

    /** The preset under which the fields count. */
    public static final String OWN = "own values";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:\\s*[x×,]\\s*(\\d{1,5}))?");

    public static OpenForm empty() {
        ExecutionSettings usual = ExecutionSettings.defaults();
        return new OpenForm(
                new Places("", "", "", "", "", ""),
                new Pixels(OWN, "", "", Preprocessing.Interpolation.BILINEAR, "", "", ""),
                new Computing("", "", usual.device(), usual.precision(), usual.threads()));
    }

    /**
     * What was typed to open this, so that one value can be changed without typing the others again; what the fields
     * cannot say, tensors in place of images and another scale of the values, is left at its usual value.
     */
    public static OpenForm of(WorkspaceSpec spec) {
        String checkpoints = spec.checkpoints().stream().map(Path::toString).collect(Collectors.joining("; "));
        ExecutionSettings execution = spec.execution();
        return new OpenForm(
                new Places(
                        spec.model().toString(),
                        checkpoints,
                        path(spec.train()),
                        subset(spec.train()),
                        path(spec.test()),
                        subset(spec.test())),
                Pixels.of(spec.preprocessing()),
                new Computing(
                        String.join(", ", spec.classNames()),
                        spec.layer() == null ? "" : spec.layer(),
                        execution.device(),
                        execution.precision(),
                        execution.threads()));
    }

    private static String path(@Nullable DataSource source) {
        return source == null || source.tensors() ? "" : source.path().toString();
    }

    private static String subset(@Nullable DataSource source) {
        return source == null || source.tensors() || source.subset() == null ? "" : source.subset();
    }

    public OpenForm withModel(String file) {
        return with(
                new Places(file, places.checkpoints, places.train, places.trainSubset, places.test, places.testSubset));
    }

    /** Images whose name says that they are for testing go there, others are training images. */
    public OpenForm withImages(Path images) {
        boolean forTesting =
                String.valueOf(images.getFileName()).toLowerCase(Locale.ROOT).matches("(test|val|t10k).*");
        String place = images.toString();
        return forTesting
                ? with(new Places(places.model, places.checkpoints, places.train, places.trainSubset, place, ""))
                : with(new Places(places.model, places.checkpoints, place, "", places.test, places.testSubset));
    }

    private OpenForm with(Places changed) {
        return new OpenForm(changed, pixels, computing);
    }

    /** Whether the three places are filled in, so that a preview makes sense. */
    public boolean isComplete() {
        return !places.model.isBlank() && !places.train.isBlank() && !places.test.isBlank();
    }

    /**
     * Where the classifier's file is.
     *
     * @throws BadInputException if there is nothing
     */
    public Path modelFile() {
        return place(places.model, "classifier");
    }

    /**
     * @param cache folder of stored results, absent for none
     * @throws BadInputException naming the field that cannot be used
     */
    public WorkspaceSpec toSpec(@Nullable Path cache) {
        String layer = computing.layer.strip();
        String device = computing.device.strip();
        return new WorkspaceSpec(
                modelFile(),
                source(places.train, places.trainSubset, "training data"),
                source(places.test, places.testSubset, "test data"),
                preprocessing(),
                names(),
                layer.isEmpty() ? null : layer,
                new ExecutionSettings(
                        device.isEmpty() ? ExecutionSettings.defaults().device() : device,
                        computing.precision,
                        computing.threads),
                cache,
                0,
                checkpoints());
    }

    private List<Path> checkpoints() {
        return Arrays.stream(places.checkpoints.split(";"))
                .filter(text -> !text.isBlank())
                .map(text -> place(text, "checkpoint"))
                .toList();
    }

    private static DataSource source(String text, String subset, String what) {
        return new DataSource(place(text, what), false, subset.isBlank() ? null : subset.strip());
    }

    Preprocessing preprocessing() {
        if (!pixels.preset.equals(OWN)) {
            return Presets.byName(pixels.preset);
        }
        Preprocessing plain = Preprocessing.none();
        return new Preprocessing(
                pixels.channels.isBlank() ? null : channelNumber(),
                resizeValue(),
                pixels.interpolation,
                pixels.crop.isBlank() ? null : exact(size(pixels.crop, "crop")),
                plain.scale(),
                numbers(pixels.mean, "mean"),
                numbers(pixels.std, "standard deviation"));
    }

    private int channelNumber() {
        String text = pixels.channels.strip();
        if (text.equals("1") || text.equals("3")) {
            return Integer.parseInt(text);
        }
        throw new BadInputException(
                "The number of channels is '" + pixels.channels + "' but must be 1 (grey) or 3 (colour).");
    }

    private Preprocessing.@Nullable Resize resizeValue() {
        if (pixels.resize.isBlank()) {
            return null;
        }
        Matcher found = size(pixels.resize, "size");
        return found.group(2) == null
                ? new Preprocessing.Resize.ShorterSide(Integer.parseInt(found.group(1)))
                : new Preprocessing.Resize.Exact(exact(found));
    }

    private static Preprocessing.Size exact(Matcher found) {
        int height = Integer.parseInt(found.group(1));
        return new Preprocessing.Size(height, found.group(2) == null ? height : Integer.parseInt(found.group(2)));
    }

    private static Matcher size(String text, String what) {
        Matcher found = SIZE.matcher(text.strip());
        if (!found.matches() || Integer.parseInt(found.group(1)) == 0) {
            throw new BadInputException("The " + what + " is '" + text
                    + "' but must be a number such as 32, or height x width such as 32x28.");
        }
        return found;
    }

    private static List<Double> numbers(String text, String what) {
        List<Double> values = new ArrayList<>();
        for (String part : text.strip().split("[,;\\s]+")) {
            if (!part.isEmpty()) {
                try {
                    values.add(Double.parseDouble(part));
                } catch (NumberFormatException e) {
                    throw new BadInputException(
                            "The " + what + " '" + text
                                    + "' must be numbers separated by commas, such as 0.5, 0.5, 0.5.",
                            e);
                }
            }
        }
        return values;
    }

    private List<String> names() {
        return Arrays.stream(computing.classNames.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Path place(String text, String what) {
        Path path = Path.of(text.strip());
        if (!Files.exists(path)) {
            throw new BadInputException(
                    String.format(Locale.ROOT, "There is nothing at %s; choose where the %s is.", path, what));
        }
        return path.toAbsolutePath().normalize();
    }
}
