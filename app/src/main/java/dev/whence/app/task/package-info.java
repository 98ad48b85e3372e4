/**
 * Background work of the window: who runs it, how far it is, how it is cancelled and tried again.
 * Knows nothing of JavaFX; callbacks arrive on the executor it is given.
 */
@NullMarked
package dev.whence.app.task;

import org.jspecify.annotations.NullMarked;
