/**
 * The entry of the program. Only {@link dev.whence.app.Launcher} and what decides between window and command line
 * lives here; it loads no JavaFX class unless the window is wanted.
 */
@NullMarked
package dev.whence.app;

import org.jspecify.annotations.NullMarked;
