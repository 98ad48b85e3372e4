/**
 * Waves in what a network has learnt about addition modulo a number: which frequencies its embedding holds, and which ones
 * tell sums apart. Only arithmetic on what others computed.
 */
@NullMarked
package dev.whence.engine.frequency;

import org.jspecify.annotations.NullMarked;
