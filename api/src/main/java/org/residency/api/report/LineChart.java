package org.residency.api.report;

import io.quarkus.qute.RawString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws series over steps or rounds: axes, ticks, labels, legend. Lines differ by colour and by dashes. */
final class LineChart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 270;
    private static final int LEFT = 76;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 46;
    /** A line with so few points shows them: there may be but one. */
    private static final int FEW = 40;

    private LineChart() {}

    /** The chart; empty if no series has a point. */
    static Optional<Figure> of(String title, String xLabel, String yLabel, List<Series> all) {
        List<Series> series =
                all.stream().filter(line -> !line.points().isEmpty()).toList();
        if (series.isEmpty()) {
            return Optional.empty();
        }
        Axis x = Axis.whole(least(series, Series.Point::x), most(series, Series.Point::x), LEFT, WIDTH - RIGHT, 7);
        Axis y = Axis.rounded(least(series, Series.Point::y), most(series, Series.Point::y), HEIGHT - BOTTOM, TOP, 5);
        Svg svg = new Svg(WIDTH, HEIGHT, title, description(xLabel, series));
        axes(svg, x, y, xLabel, yLabel);
        for (int i = 0; i < series.size(); i++) {
            line(svg, x, y, series.get(i), "s" + i % 6);
        }
        return Optional.of(new Figure(title, new RawString(svg.end() + legend(series))));
    }

    private static void axes(Svg svg, Axis x, Axis y, String xLabel, String yLabel) {
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.pixel(tick), WIDTH - RIGHT, y.pixel(tick), "grid");
            svg.text(LEFT - 8, y.pixel(tick) + 4, "end", "tick", Numbers.decimal(tick));
        }
        for (double tick : x.ticks()) {
            svg.line(x.pixel(tick), HEIGHT - BOTTOM, x.pixel(tick), HEIGHT - BOTTOM + 5, "axis");
            svg.text(x.pixel(tick), HEIGHT - BOTTOM + 19, "middle", "tick", Numbers.decimal(tick));
        }
        svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis");
        svg.line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, "axis");
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "label", xLabel);
        svg.upwards(14, (TOP + HEIGHT - BOTTOM) / 2.0, "label", yLabel);
    }

    private static void line(Svg svg, Axis x, Axis y, Series line, String style) {
        svg.polyline(
                line.points().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.pixel(point.x()), y.pixel(point.y())))
                        .collect(Collectors.joining(" ")),
                "line " + style);
        if (line.points().size() <= FEW) {
            line.points().forEach(point -> svg.dot(x.pixel(point.x()), y.pixel(point.y()), "dot " + style));
        }
    }

    private static String legend(List<Series> series) {
        StringBuilder legend = new StringBuilder("<ul class=\"legend\">");
        for (int i = 0; i < series.size(); i++) {
            legend.append(
                            "<li><svg viewBox=\"0 0 34 10\" aria-hidden=\"true\"><line x1=\"1\" y1=\"5\" x2=\"33\" y2=\"5\""
                                    + " class=\"line s")
                    .append(i % 6)
                    .append("\"/></svg> ")
                    .append(Svg.escaped(series.get(i).name()))
                    .append("</li>");
        }
        return legend.append("</ul>").toString();
    }

    private static String description(String xLabel, List<Series> series) {
        return series.stream()
                .map(line -> line.name() + " goes from "
                        + Numbers.decimal(line.first().y()) + " to "
                        + Numbers.decimal(line.last().y()) + ", " + xLabel + " "
                        + Numbers.decimal(line.first().x()) + " to "
                        + Numbers.decimal(line.last().x()))
                .collect(Collectors.joining("; "));
    }

    private static double least(List<Series> series, ToDoubleFunction<Series.Point> coordinate) {
        return points(series).mapToDouble(coordinate).min().orElse(0);
    }

    private static double most(List<Series> series, ToDoubleFunction<Series.Point> coordinate) {
        return points(series).mapToDouble(coordinate).max().orElse(1);
    }

    private static Stream<Series.Point> points(List<Series> series) {
        return series.stream().flatMap(line -> line.points().stream());
    }
}
