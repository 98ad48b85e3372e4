/**
 * What layouts build pages with: a sheet that elements are put on, paragraphs, legends, inks, maps with their style.
 */
@NullMarked
package dev.whence.visualization.figure.page;

import org.jspecify.annotations.NullMarked;
