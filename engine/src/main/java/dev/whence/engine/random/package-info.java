/**
 * Random numbers as functions of a seed and a position, so that results depend on neither order nor threads.
 * Nothing here keeps a state. Everything random in the engine draws from here.
 */
@NullMarked
package dev.whence.engine.random;

import org.jspecify.annotations.NullMarked;
