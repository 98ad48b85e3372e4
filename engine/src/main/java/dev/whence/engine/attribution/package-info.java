/**
 * Which training images a decision is made of: the contract of all attribution methods.
 * Methods live in sub-packages and register through {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.whence.engine.attribution;

import org.jspecify.annotations.NullMarked;
