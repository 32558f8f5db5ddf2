package org.residency.api.report;

import java.util.List;

/** A named line of a chart; points that are no numbers are left out. */
record Series(String name, List<Point> points) {

    /** One measurement. */
    record Point(double x, double y) {}

    Series {
        points = points.stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    Point first() {
        return points.get(0);
    }

    Point last() {
        return points.get(points.size() - 1);
    }
}
