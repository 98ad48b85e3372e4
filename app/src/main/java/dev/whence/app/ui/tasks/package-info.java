/** What is being computed: the status bar and the list of tasks. */
@NullMarked
package dev.whence.app.ui.tasks;

import org.jspecify.annotations.NullMarked;
