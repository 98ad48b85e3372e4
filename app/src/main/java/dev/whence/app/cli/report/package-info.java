/**
 * What commands print and write: tables, JSON objects and files of scores and maps.
 */
@NullMarked
package dev.whence.app.cli.report;

import org.jspecify.annotations.NullMarked;
