/**
 * What the workbench keeps on disk: project files, the list of recent ones, preferences, and where all of this lies.
 * Plain values and files; knows nothing of JavaFX.
 */
@NullMarked
package dev.whence.app.project;

import org.jspecify.annotations.NullMarked;
