/**
 * What pictures look like on screen and on paper. Here only what screen and paper share: how a picture's pixels become
 * colours. Colour maps, the figure model, charts and JavaFX controls live in the packages below.
 */
@NullMarked
package dev.whence.visualization;

import org.jspecify.annotations.NullMarked;
