/**
 * The engine: everything that computes. Usable as a library on its own; knows no window.
 * Here live only the exceptions that every package throws at its users.
 */
@NullMarked
package dev.whence.engine;

import org.jspecify.annotations.NullMarked;
