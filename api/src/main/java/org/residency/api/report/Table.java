package org.residency.api.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the page.
 *
 * @param caption what it shows, read out by screen readers
 * @param rows each as long as {@code head}; the first cell is the row's heading
 */
public record Table(String caption, List<Cell> head, List<List<Cell>> rows) {

    public Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static Builder of(String caption, Cell... head) {
        return new Builder(caption, List.of(head));
    }

    /** A table that is written row by row. */
    static final class Builder {
        private final String caption;
        private final List<Cell> head;
        private final List<List<Cell>> rows = new ArrayList<>();

        private Builder(String caption, List<Cell> head) {
            this.caption = caption;
            this.head = head;
        }

        Builder row(Cell... cells) {
            return row(List.of(cells));
        }

        Builder row(List<Cell> cells) {
            if (cells.size() != head.size()) {
                throw new IllegalArgumentException(
                        "row of '" + caption + "': found " + cells.size() + " cells, expected " + head.size());
            }
            rows.add(List.copyOf(cells));
            return this;
        }

        Table build() {
            return new Table(caption, head, rows);
        }
    }
}
