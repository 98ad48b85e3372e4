/**
 * What a person asks to be trained, and its way from files and settings to a job that can be carried out. The work itself
 * belongs to training.run.
 */
@NullMarked
package dev.whence.engine.training.request;

import org.jspecify.annotations.NullMarked;
