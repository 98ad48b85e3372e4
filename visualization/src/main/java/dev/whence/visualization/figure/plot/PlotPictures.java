package dev.whence.visualization.figure.plot;

import dev.whence.engine.data.Picture;
import dev.whence.visualization.PictureTone;
import java.util.function.IntFunction;

/**
 * Where a plot's pictures come from.
 *
 * @param picture of the image at a position
 * @param words about it
 * @param tone in which grey pictures are shown
 */
public record PlotPictures(IntFunction<Picture> picture, IntFunction<String> words, PictureTone tone) {}
