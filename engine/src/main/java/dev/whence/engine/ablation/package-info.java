/**
 * What a network can do with parts of its parameters taken away or exchanged for those of another time: pruning by
 * importance, swapping of layers between states of a training, and how each state does. Only forward passes.
 */
@NullMarked
package dev.whence.engine.ablation;

import org.jspecify.annotations.NullMarked;
