/**
 * Where a command prints, shows its progress and hears that it is to stop.
 */
@NullMarked
package dev.whence.app.cli.console;

import org.jspecify.annotations.NullMarked;
