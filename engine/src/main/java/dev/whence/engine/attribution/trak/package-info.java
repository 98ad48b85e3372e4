/**
 * TRAK: a linearised model on randomly projected gradients of the log-odds.
 */
@NullMarked
package dev.whence.engine.attribution.trak;

import org.jspecify.annotations.NullMarked;
