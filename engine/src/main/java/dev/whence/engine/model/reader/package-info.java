/**
 * Readers that recover the layer graph from a user's file, without executing anything in it.
 * Each reader refuses what it cannot represent with one sentence naming layer and place.
 */
@NullMarked
package dev.whence.engine.model.reader;

import org.jspecify.annotations.NullMarked;
