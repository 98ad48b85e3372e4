/**
 * The Dynamics view: how a decision came about in training, over all steps and as of any of them. The models are written by
 * the controller on the UI thread; numbers are read and summed up behind it.
 */
@NullMarked
package dev.whence.app.ui.dynamics;

import org.jspecify.annotations.NullMarked;
