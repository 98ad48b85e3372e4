/**
 * What everything written says of its making: program, classifier, images, method and settings, as JSON and in words.
 */
@NullMarked
package dev.whence.app.provenance;

import org.jspecify.annotations.NullMarked;
