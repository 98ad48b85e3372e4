/**
 * Whether attributions are any good, and whether they agree.
 * Pure statistics on scores; knows neither methods nor networks.
 */
@NullMarked
package dev.whence.engine.evaluation;

import org.jspecify.annotations.NullMarked;
