package org.residency.api.report;

import io.quarkus.qute.RawString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Draws measurements with their intervals as bars, one a row, under a common axis of shares. */
final class IntervalChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 250;
    private static final int RIGHT = 150;
    private static final int ROW = 26;
    private static final int TOP = 10;
    private static final int BOTTOM = 44;

    private IntervalChart() {}

    /**
     * One row.
     *
     * @param group rows of one group stand together, under its name
     */
    record Row(String group, String name, double value, double low, double high, String shown) {}

    /**
     * The chart; empty if there is nothing to draw.
     *
     * @param differences whether 0 is a line to compare with, rather than an end of the axis
     */
    static Optional<Figure> of(String title, String xLabel, List<Row> rows, boolean differences) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        long groups = rows.stream().map(Row::group).distinct().count();
        int height = TOP + ROW * (int) (rows.size() + groups) + BOTTOM;
        Axis x = differences
                ? Axis.rounded(
                        Math.min(0, rows.stream().mapToDouble(Row::low).min().orElse(0)),
                        Math.max(0, rows.stream().mapToDouble(Row::high).max().orElse(1)),
                        LEFT,
                        WIDTH - RIGHT,
                        6)
                : Axis.rounded(0, 1, LEFT, WIDTH - RIGHT, 5);
        Svg svg = new Svg(WIDTH, height, title, description(rows));
        axis(svg, x, height, xLabel);
        double y = TOP;
        String group = null;
        for (Row row : rows) {
            if (!row.group().equals(group)) {
                group = row.group();
                y += ROW;
                svg.text(8, y - 8, "start", "group", group);
            }
            y += ROW;
            bar(svg, x, y - 12, row);
        }
        return Optional.of(new Figure(title, new RawString(svg.end())));
    }

    private static void axis(Svg svg, Axis x, int height, String xLabel) {
        int bottom = height - BOTTOM;
        for (double tick : x.ticks()) {
            svg.line(x.pixel(tick), TOP, x.pixel(tick), bottom, tick == 0 ? "zero" : "grid");
            svg.text(x.pixel(tick), bottom + 18, "middle", "tick", Math.round(100 * tick) + "\u202f%");
        }
        svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis");
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, height - 6, "middle", "label", xLabel);
    }

    private static void bar(Svg svg, Axis x, double y, Row row) {
        svg.text(24, y + 4, "start", "row", row.name());
        svg.line(x.pixel(row.low()), y, x.pixel(row.high()), y, "interval");
        svg.line(x.pixel(row.low()), y - 5, x.pixel(row.low()), y + 5, "whisker");
        svg.line(x.pixel(row.high()), y - 5, x.pixel(row.high()), y + 5, "whisker");
        svg.dot(x.pixel(row.value()), y, "value");
        svg.text(WIDTH - RIGHT + 12, y + 4, "start", "tick", row.shown());
    }

    private static String description(List<Row> rows) {
        return rows.stream()
                .map(row -> row.group() + ", " + row.name() + ": " + row.shown())
                .collect(Collectors.joining("; "));
    }
}
