package org.residency.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them. */
public final class Amount {

    private Amount() {}

    /** {@code 4.2 s}, {@code 1:05 min}, {@code 2:10 h}. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d:%02d h", seconds / 3600, seconds / 60 % 60);
    }

    /** {@code 12,345}. */
    public static String of(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 row}, {@code 12,345 rows}. */
    public static String of(long count, String one, String many) {
        return of(count) + " " + (count == 1 ? one : many);
    }

    /** A measurement: four digits after the point where it is small, an exponent where it is tiny. */
    public static String of(double value) {
        double size = Math.abs(value);
        if (size != 0 && size < 0.001) {
            return String.format(Locale.ROOT, "%.1e", value).replace("e-0", "e-");
        }
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size < 10 ? "%.3f" : "%.1f", value);
    }

    /** {@code 83.4 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** {@code 3.2 GiB}. */
    public static String bytes(long byteCount) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = byteCount;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
