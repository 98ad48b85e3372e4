/**
 * Reusable JavaFX controls that show pictures: one picture, a scored tile, a virtualised grid of thumbnails.
 * They know the engine's data types, but no project, no task and no view model.
 */
@NullMarked
package dev.whence.visualization.control;

import org.jspecify.annotations.NullMarked;
