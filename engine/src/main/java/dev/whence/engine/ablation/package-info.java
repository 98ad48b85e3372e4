/**
 * What a network can do with parts of its parameters taken away or exchanged for those of another time: pruning by
 * importance, and swapping of layers between states of a training. Only forward passes; nothing here is trained.
 */
@NullMarked
package dev.whence.engine.ablation;

import org.jspecify.annotations.NullMarked;
