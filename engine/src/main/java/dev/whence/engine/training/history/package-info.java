/**
 * A training history on disk: one folder of flat, memory-mapped arrays and a manifest that says how much of them counts.
 * Writing appends and commits; reading checks every byte it hands out. The format is described in docs/training.md.
 */
@NullMarked
package dev.whence.engine.training.history;

import org.jspecify.annotations.NullMarked;
