/**
 * Groups of options that commands share as mix-ins: what they are called, what they refuse and what they make.
 */
@NullMarked
package dev.whence.app.cli.option;

import org.jspecify.annotations.NullMarked;
