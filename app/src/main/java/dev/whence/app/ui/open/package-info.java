/** Bringing in a classifier and its images: the dialog with its preview, and dropping files on the window. */
@NullMarked
package dev.whence.app.ui.open;

import org.jspecify.annotations.NullMarked;
