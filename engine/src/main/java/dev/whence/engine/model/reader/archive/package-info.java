/**
 * Containers as untrusted input: zip entries by name with limits and checksums.
 * Nothing is ever extracted to disk and no size is believed before it has been checked.
 */
@NullMarked
package dev.whence.engine.model.reader.archive;

import org.jspecify.annotations.NullMarked;
