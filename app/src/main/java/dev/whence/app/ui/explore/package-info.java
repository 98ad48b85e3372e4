/**
 * The Explore view: choose a test image, see which training images speak for and against the decision.
 * Models and controllers here know no scene; the classes named View build one from them.
 */
@NullMarked
package dev.whence.app.ui.explore;

import org.jspecify.annotations.NullMarked;
