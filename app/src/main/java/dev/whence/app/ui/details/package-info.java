/** What the network and the data are made of: the Model and Data views. */
@NullMarked
package dev.whence.app.ui.details;

import org.jspecify.annotations.NullMarked;
