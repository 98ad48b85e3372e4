/** Every command once: menus, tooltips, the command palette and the help list all read the same registry. */
@NullMarked
package dev.whence.app.ui.command;

import org.jspecify.annotations.NullMarked;
