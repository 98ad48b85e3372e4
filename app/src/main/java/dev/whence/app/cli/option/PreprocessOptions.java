package dev.whence.app.cli.option;

import dev.whence.engine.BadInputException;
import dev.whence.engine.data.Preprocessing;
import dev.whence.engine.data.Preprocessing.Interpolation;
import dev.whence.engine.data.Preprocessing.Resize;
import dev.whence.engine.data.Preprocessing.Size;
import dev.whence.engine.data.PreprocessingJson;
import dev.whence.engine.data.Presets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From picture to network input: a preset or a file as the start, single options over it. */
public final class PreprocessOptions {

    private static final List<String> FIGURE_SIZES = List.of("single", "double", "slide", "poster");

    @Option(
            names = "--preprocess",
            paramLabel = "FILE",
            description = {
                "JSON with any of channels, resize, interpolation, crop, scale, mean, std.",
                "Without any of these options pictures are only scaled to 0..1."
            })
    @Nullable
    Path file;

    @Option(
            names = "--preset",
            paramLabel = "imagenet|cifar10|mnist|fashion-mnist",
            description = {
                "The usual preprocessing of that data set.",
                "With 'figure' also the size of the figure: single, double, slide or poster."
            })
    List<String> presets = new ArrayList<>();

    @Option(names = "--channels", paramLabel = "1|3", description = "Convert to grey or to RGB.")
    @Nullable
    Integer channels;

    @Option(
            names = "--resize",
            paramLabel = "N|H,W",
            description = "One number: the shorter side, proportions kept. Two: exactly this size.")
    @Nullable
    String resize;

    @Option(
            names = "--interpolation",
            paramLabel = "bilinear|bicubic|nearest",
            description = "Of --resize; pixel-equal to Pillow. Default: bilinear.")
    @Nullable
    Interpolation interpolation;

    @Option(names = "--crop", paramLabel = "N|H,W", description = "Cut out the centre.")
    @Nullable
    String crop;

    @Option(names = "--scale", paramLabel = "X", description = "Multiplies the values 0 to 255. Default: 1/255.")
    @Nullable
    Double scale;

    @Option(
            names = "--mean",
            paramLabel = "X",
            split = ",",
            arity = "1..3",
            description = "Subtracted after scaling; one value, or one per channel.")
    @Nullable
    List<Double> mean;

    @Option(
            names = "--std",
            paramLabel = "X",
            split = ",",
            arity = "1..3",
            description = "Divides after subtracting; one value, or one per channel.")
    @Nullable
    List<Double> std;

    /**
     * @throws BadInputException if a size, number or file cannot be understood
     */
    public Preprocessing preprocessing() {
        Preprocessing start = start();
        Preprocessing whole = new Preprocessing(
                channels == null ? start.channels() : channels(channels),
                resize == null ? start.resize() : resize(resize),
                interpolation == null ? start.interpolation() : interpolation,
                crop == null ? start.crop() : size("crop", crop),
                scale == null ? start.scale() : scale,
                mean == null ? start.mean() : mean,
                std == null ? start.std() : nonZero(std));
        if (crop == null && resize != null && whole.padding().isPresent()) {
            throw new BadInputException("The crop of " + whole.crop() + " that " + nameOfStart()
                    + " brings along is larger than --resize " + resize + "; give --crop " + resize + " as well.");
        }
        return whole;
    }

    private String nameOfStart() {
        return file == null ? "--preset " + presets.get(0) : file.toString();
    }

    /**
     * Takes the size of a figure out of {@code --preset}, which means both.
     *
     * @return the last one given, or {@code single}
     */
    String takeFigurePreset() {
        List<String> sizes =
                presets.stream().filter(PreprocessOptions::isFigureSize).toList();
        presets.removeIf(PreprocessOptions::isFigureSize);
        return sizes.isEmpty() ? FIGURE_SIZES.get(0) : sizes.get(sizes.size() - 1);
    }

    private static boolean isFigureSize(String word) {
        return FIGURE_SIZES.contains(word.toLowerCase(Locale.ROOT));
    }

    private Preprocessing start() {
        if (presets.size() > 1 || (file != null && !presets.isEmpty())) {
            throw new BadInputException(
                    "Only one of --preset and --preprocess can be the start; leave one away and change"
                            + " single values with the other options.");
        }
        if (file != null) {
            return PreprocessingJson.read(file);
        }
        return presets.isEmpty() ? Preprocessing.none() : Presets.byName(presets.get(0));
    }

    private static Integer channels(int number) {
        if (number != 1 && number != 3) {
            throw new BadInputException("Pictures cannot have " + number + " channels; give --channels 1 or 3.");
        }
        return number;
    }

    private static List<Double> nonZero(List<Double> values) {
        if (values.stream().anyMatch(value -> !(value > 0))) {
            throw new BadInputException("The standard deviations " + values + " must all be above 0; correct --std.");
        }
        return values;
    }

    private static Resize resize(String text) {
        return text.strip().matches("\\d{1,5}")
                ? new Resize.ShorterSide(pixels("resize", text))
                : new Resize.Exact(size("resize", text));
    }

    private static Size size(String option, String text) {
        String[] sides = text.strip().toLowerCase(Locale.ROOT).split("[,x]", -1);
        if (sides.length > 2) {
            throw refuse(option, text);
        }
        return new Size(pixels(option, sides[0]), pixels(option, sides[sides.length - 1]));
    }

    private static int pixels(String option, String text) {
        String digits = text.strip();
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) == 0) {
            throw refuse(option, text);
        }
        return Integer.parseInt(digits);
    }

    private static BadInputException refuse(String option, String text) {
        return new BadInputException("The size '" + text + "' of --" + option
                + " is not understood; give pixels such as 32, or height and width such as 32,48.");
    }
}
