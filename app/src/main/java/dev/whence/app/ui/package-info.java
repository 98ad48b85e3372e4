/**
 * The workbench window: start-up, layout, themes, commands.
 * One sub-package per view; models are plain properties and know no scene.
 */
@NullMarked
package dev.whence.app.ui;

import org.jspecify.annotations.NullMarked;
