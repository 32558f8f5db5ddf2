package org.residency.api.report;

/**
 * One cell of a table.
 *
 * @param style class in the page's style sheet: empty, {@code number}, {@code code}, {@code good}, {@code bad} or
 *     {@code unsure}
 */
public record Cell(String text, String style) {

    static Cell text(String text) {
        return new Cell(text, "");
    }

    static Cell number(String text) {
        return new Cell(text, "number");
    }

    static Cell code(String text) {
        return new Cell(text, "code");
    }
}
