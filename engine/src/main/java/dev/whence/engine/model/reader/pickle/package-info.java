/**
 * Python pickles as data: numbers, texts, lists and descriptions of stored arrays.
 * No class is ever resolved and no code run; everything outside a fixed list is refused.
 */
@NullMarked
package dev.whence.engine.model.reader.pickle;

import org.jspecify.annotations.NullMarked;
