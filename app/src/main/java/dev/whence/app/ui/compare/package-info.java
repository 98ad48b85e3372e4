/** The Compare view: several methods' rankings for one test image side by side, and how far they agree. */
@NullMarked
package dev.whence.app.ui.compare;

import org.jspecify.annotations.NullMarked;
