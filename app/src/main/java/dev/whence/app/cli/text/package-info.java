/**
 * The text of a command that repeats what the window shows, for "Copy as command" and for the provenance of figures.
 */
@NullMarked
package dev.whence.app.cli.text;

import org.jspecify.annotations.NullMarked;
