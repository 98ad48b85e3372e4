/**
 * Arithmetic on CPU or CUDA. The only package that touches the arrays of the native engine.
 * Grad mode, memory scopes, devices and precision are handled here and nowhere else.
 */
@NullMarked
package dev.whence.engine.exec;

import org.jspecify.annotations.NullMarked;
