package dev.whence.app.ui.open;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Presets;
import dev.whence.engine.exec.ExecutionSettings;
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
import org.jspecify.annotations.Nullable;

/**
 * What stands in the fields of the open dialog, as typed.
 *
 * @param preset a name of {@link Presets}, or {@link #OWN}
 * @param resize {@code 32}, {@code 32x28} or empty
 * @param crop {@code 224}, {@code 224x200} or empty
 * @param channels {@code 1}, {@code 3} or empty
 * @param mean numbers separated by commas or spaces, or empty
 * @param std likewise
 * @param classNames separated by commas, or empty
 * @param layer name of the final linear layer, or empty
 */
public record OpenForm(
        String model,
        String train,
        String test,
        String preset,
        String channels,
        String resize,
        String crop,
        String mean,
        String std,
        String classNames,
        String layer) {

    /** The preset under which the fields count. */
    public static final String OWN = "own values";

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})(?:\\s*[x×,]\\s*(\\d{1,5}))?");

    public static OpenForm empty() {
        return new OpenForm("", "", "", OWN, "", "", "", "", "", "", "");
    }

    public OpenForm withModel(String file) {
        return new OpenForm(file, train, test, preset, channels, resize, crop, mean, std, classNames, layer);
    }

    /** Images whose name says that they are for testing go there, others are training images. */
    public OpenForm withImages(Path images) {
        boolean forTesting =
                String.valueOf(images.getFileName()).toLowerCase(Locale.ROOT).matches("(test|val|t10k).*");
        String place = images.toString();
        return new OpenForm(
                model,
                forTesting ? train : place,
                forTesting ? place : test,
                preset,
                channels,
                resize,
                crop,
                mean,
                std,
                classNames,
                layer);
    }

    /** Whether the three places are filled in, so that a preview makes sense. */
    public boolean isComplete() {
        return !model.isBlank() && !train.isBlank() && !test.isBlank();
    }

    /**
     * @param cache folder of stored results, absent for none
     * @throws BadInputException naming the field that cannot be used
     */
    public WorkspaceSpec toSpec(@Nullable Path cache) {
        return new WorkspaceSpec(
                place(model, "classifier"),
                new DataSource(place(train, "training data"), false, null),
                new DataSource(place(test, "test data"), false, null),
                preprocessing(),
                names(),
                layer.isBlank() ? null : layer.strip(),
                ExecutionSettings.defaults(),
                cache,
                0);
    }

    Preprocessing preprocessing() {
        if (!preset.equals(OWN)) {
            return Presets.byName(preset);
        }
        Preprocessing plain = Preprocessing.none();
        return new Preprocessing(
                channels.isBlank() ? null : channelNumber(),
                resizeValue(),
                plain.interpolation(),
                crop.isBlank() ? null : exact(size(crop, "crop")),
                plain.scale(),
                numbers(mean, "mean"),
                numbers(std, "standard deviation"));
    }

    private int channelNumber() {
        String text = channels.strip();
        if (text.equals("1") || text.equals("3")) {
            return Integer.parseInt(text);
        }
        throw new BadInputException("The number of channels is '" + channels + "' but must be 1 (grey) or 3 (colour).");
    }

    private Preprocessing.@Nullable Resize resizeValue() {
        if (resize.isBlank()) {
            return null;
        }
        Matcher found = size(resize, "size");
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
        return Arrays.stream(classNames.split(","))
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
