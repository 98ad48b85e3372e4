/**
 * Controls that show how far several rankings of the same images agree: rows with lines between equal images, a scatter of
 * scores, a matrix of agreement. They know scores, names and pictures, neither methods nor workspaces.
 */
@NullMarked
package dev.whence.visualization.comparison;

import org.jspecify.annotations.NullMarked;
