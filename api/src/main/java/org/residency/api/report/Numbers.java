package org.residency.api.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as the page writes them, the same in every country. */
public final class Numbers {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Numbers() {}

    static String text(String format, Object... values) {
        return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
    }

    static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f\u202f%%", 100 * share);
    }

    /** Percentage points, always with a sign. */
    static String points(double share) {
        return String.format(Locale.ROOT, "%+.1f\u202fpoints", 100 * share).replace('-', '\u2212');
    }

    /** Four significant digits, and powers of ten only where they are shorter. */
    static String decimal(double value) {
        if (!Double.isFinite(value)) {
            return "not a number";
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e", 2);
            String digits = parts[0].contains(".") ? parts[0].replaceAll("\\.?0+$", "") : parts[0];
            return digits + "e" + Integer.parseInt(parts[1]);
        }
        String plain = BigDecimal.valueOf(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
        return plain.replace('-', '\u2212');
    }

    public static String time(Instant time) {
        return TIME.format(time);
    }

    static String shortDigest(String sha256) {
        return sha256.length() > 12 ? sha256.substring(0, 12) : sha256;
    }

    /** A constant's name as words: {@code AFTER_SFT} as {@code after SFT}. */
    static String words(Enum<?> constant) {
        return constant.name()
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ')
                .replace("sft", "SFT")
                .replace("grpo", "GRPO");
    }
}
