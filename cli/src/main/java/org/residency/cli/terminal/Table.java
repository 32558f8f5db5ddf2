package org.residency.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns line up; the last column is as long as it is. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The rows, each indented by two spaces. */
    public List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size() - 1; column++) {
                int width = visibleLength(row.get(column));
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        return rows.stream().map(row -> aligned(row, widths)).toList();
    }

    public void print(Terminal terminal) {
        lines().forEach(terminal::line);
    }

    private static String aligned(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.append(" ".repeat(widths.get(column) - visibleLength(cell) + 2));
            }
        }
        return line.toString().stripTrailing();
    }

    /** Colours take no room. */
    private static int visibleLength(String cell) {
        return cell.replaceAll("\033\\[[0-9;]*m", "").length();
    }
}
