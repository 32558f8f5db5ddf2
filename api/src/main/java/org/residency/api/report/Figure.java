package org.residency.api.report;

import io.quarkus.qute.RawString;

/**
 * A drawing of the page.
 *
 * @param drawing SVG and its legend, made by this package; whatever came from elsewhere is escaped in it
 */
public record Figure(String title, RawString drawing) {}
