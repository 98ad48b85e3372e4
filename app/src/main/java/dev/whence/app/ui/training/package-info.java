/**
 * Training a network in the window: the form, the course while it runs, pausing and going on.
 * What training is belongs to the engine; this package only starts it and shows it.
 */
@NullMarked
package dev.whence.app.ui.training;

import org.jspecify.annotations.NullMarked;
