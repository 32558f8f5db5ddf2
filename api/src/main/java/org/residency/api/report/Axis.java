package org.residency.api.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of numbers laid along a line of pixels, with round ticks.
 *
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}; less than {@code from} where the axis points up
 */
record Axis(double low, double high, double from, double to, double step) {
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** An axis that shows {@code low} to {@code high} with about {@code ticks} ticks, ends rounded outwards. */
    static Axis rounded(double low, double high, double from, double to, int ticks) {
        double span = high > low ? high - low : Math.max(Math.abs(high) * 0.1, 1e-9);
        double middle = (low + high) / 2;
        double step = roundStep(span / ticks);
        double first = high > low ? low : middle - span / 2;
        double last = high > low ? high : middle + span / 2;
        return new Axis(Math.floor(first / step + 1e-9) * step, Math.ceil(last / step - 1e-9) * step, from, to, step);
    }

    /** An axis of whole numbers that begins and ends with the data. */
    static Axis whole(double low, double high, double from, double to, int ticks) {
        double last = high > low ? high : low + 1;
        return new Axis(low, last, from, to, Math.max(1, Math.round(roundStep((last - low) / ticks))));
    }

    double pixel(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (double tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-6; tick += step) {
            ticks.add(Math.abs(tick) < step * 1e-6 ? 0 : tick);
        }
        return ticks;
    }

    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double round : ROUND) {
            if (round * power >= raw * (1 - 1e-9)) {
                return round * power;
            }
        }
        return 10 * power;
    }
}
