/**
 * What there is to draw of a recorded training: the numbers of an explained history brought into the shape of plots, the
 * same for the window and the command line. Knows nothing of windows and nothing of paper.
 */
@NullMarked
package dev.whence.visualization.dynamics;

import org.jspecify.annotations.NullMarked;
