/**
 * Layouts of explanations: what each panel holds, and the figure it becomes.
 */
@NullMarked
package dev.whence.visualization.figure.panel;

import org.jspecify.annotations.NullMarked;
