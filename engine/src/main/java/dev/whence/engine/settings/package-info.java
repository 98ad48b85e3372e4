/**
 * Settings declared once as annotated records.
 * Forms, command line options, JSON, cache keys and documentation all derive from the declaration.
 */
@NullMarked
package dev.whence.engine.settings;

import org.jspecify.annotations.NullMarked;
