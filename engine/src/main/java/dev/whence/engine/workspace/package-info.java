/**
 * A classifier opened together with its training and test images.
 * The one entry that the window, the command line and the tests share.
 */
@NullMarked
package dev.whence.engine.workspace;

import org.jspecify.annotations.NullMarked;
