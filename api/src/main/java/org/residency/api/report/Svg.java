package org.residency.api.report;

import java.util.Locale;

/** Writes the elements of a drawing. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /**
     * Begins a drawing that scales with the page.
     *
     * @param description what a person who cannot see it is told
     */
    Svg(int width, int height, String title, String description) {
        out.append("<svg viewBox=\"0 0 ").append(width).append(' ').append(height);
        out.append("\" role=\"img\" aria-label=\"")
                .append(escaped(title + ". " + description))
                .append("\">");
        out.append("<title>").append(escaped(title)).append("</title>");
        out.append("<desc>").append(escaped(description)).append("</desc>");
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        out.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                style));
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, String style, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x,
                y,
                anchor,
                style,
                escaped(text)));
        return this;
    }

    /** Text that reads upwards, centred at the point. */
    Svg upwards(double x, double y, String style, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\" class=\"%s\">%s</text>",
                x,
                y,
                style,
                escaped(text)));
        return this;
    }

    /** @param points {@code x,y} pairs */
    Svg polyline(String points, String style) {
        out.append("<polyline points=\"")
                .append(points)
                .append("\" class=\"")
                .append(style)
                .append("\"/>");
        return this;
    }

    Svg dot(double x, double y, String style) {
        out.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\" class=\"%s\"/>", x, y, style));
        return this;
    }

    String end() {
        return out.append("</svg>").toString();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
