/**
 * The command line: one small class per command, option groups shared as mix-ins, and the text of a command for the
 * window's "Copy as command". Commands call the engine and print; they compute nothing and never touch JavaFX.
 */
@NullMarked
package dev.whence.app.cli;

import org.jspecify.annotations.NullMarked;
