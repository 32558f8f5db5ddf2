package org.residency.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A dataset's statistics as one HTML page that needs nothing else: tables and bars of counts, no text of any case. */
public final class StatisticsPage {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 150;
    private static final int ROW = 26;
    private static final int LABEL = 220;
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;color:#1b2733;background:#fff;max-width:72rem;margin:2rem auto;padding:0 1.5rem}
            h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .4rem}p{max-width:60rem}
            .facts{display:flex;flex-wrap:wrap;gap:.8rem;margin:1.2rem 0}.facts div{border:1px solid #d5dde5;border-radius:6px;padding:.5rem .9rem}
            .facts b{display:block;font-size:1.35rem}.facts span,.muted,svg .axis{color:#556575;fill:#556575}
            .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(22rem,1fr));gap:0 2.5rem}
            svg{width:100%;height:auto;font:13px system-ui,sans-serif}svg text{fill:#1b2733}
            .bar{fill:#2f6f9f}.train{fill:#2f6f9f}.validation{fill:#8ab6d6}.test{fill:#d98c3f}.bad{fill:#b5483a}
            """;

    private StatisticsPage() {}

    /** @param title such as the dataset's digest; it is not from any case */
    public static String of(String title, DatasetStatistics statistics) {
        StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + escaped(title) + "</title><style>"
                + STYLE + "</style></head><body>\n");
        page.append("<h1>Dataset ").append(escaped(title)).append("</h1>\n");
        page.append("<p class=\"muted\">Counts only: no text of any case is on this page.</p>\n");
        page.append(facts(statistics));
        page.append("<div class=\"two\">\n");
        section(page, "Cases by split", bars(named(statistics.cases()), "bar"));
        section(page, "Rows dropped, by reason", bars(statistics.dropped(), "bad"));
        statistics
                .lengths()
                .forEach((field, histogram) -> section(
                        page,
                        "Length of the " + field + ", characters",
                        histogram(histogram)
                                + "<p class=\"muted\">shortest %s, median %s, 95 %% up to %s, longest %s</p>"
                                        .formatted(
                                                count(histogram.least()),
                                                count(histogram.median()),
                                                count(histogram.ninetyFifth()),
                                                count(histogram.most()))));
        statistics.groups().forEach((group, values) -> section(page, "Group: " + group, stacked(values)));
        section(page, "Identifiers replaced, per 1,000 words", rates(statistics));
        section(page, "Findings of the audit, by class", bars(statistics.findings(), "bad"));
        return page.append("</div>\n</body></html>\n").toString();
    }

    private static String facts(DatasetStatistics statistics) {
        List<String> facts = new ArrayList<>();
        if (statistics.rows() > 0) {
            facts.add(fact(count(statistics.rows()), "rows read"));
        }
        facts.add(fact(count(statistics.caseCount()), "cases"));
        facts.add(fact(count(statistics.words()), "words"));
        if (statistics.patients() > 0) {
            facts.add(fact(
                    count(statistics.patients()),
                    "patients, at most " + count(statistics.mostOfOnePatient()) + " cases each"));
        }
        if (statistics.audited() > 0) {
            facts.add(fact(
                    count(statistics.quarantined()),
                    "of " + count(statistics.audited()) + " audited cases quarantined"));
        }
        return "<div class=\"facts\">" + String.join("", facts) + "</div>\n";
    }

    private static String fact(String value, String meaning) {
        return "<div><b>" + value + "</b><span>" + meaning + "</span></div>";
    }

    private static void section(StringBuilder page, String title, String body) {
        page.append("<section><h2>")
                .append(escaped(title))
                .append("</h2>\n")
                .append(body)
                .append("</section>\n");
    }

    private static Map<String, Integer> named(SortedMap<SplitName, Integer> counts) {
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((split, count) -> named.put(split.key(), count));
        return named;
    }

    private static String rates(DatasetStatistics statistics) {
        Map<String, Double> rates = new TreeMap<>();
        statistics
                .replaced()
                .forEach((phiClass, count) -> rates.put(
                        phiClass.toLowerCase(Locale.ROOT).replace('_', ' '),
                        1000.0 * count / Math.max(1, statistics.words())));
        return rows(rates, "bar", rate -> String.format(Locale.ROOT, "%.2f", rate));
    }

    private static String bars(Map<String, Integer> counts, String look) {
        Map<String, Double> values = new LinkedHashMap<>();
        counts.forEach(
                (name, count) -> values.put(name.toLowerCase(Locale.ROOT).replace('_', ' '), count.doubleValue()));
        return rows(values, look, value -> count(value.longValue()));
    }

    private static String rows(Map<String, Double> values, String look, Function<Double, String> written) {
        if (values.isEmpty()) {
            return "<p class=\"muted\">none</p>";
        }
        double most = Math.max(
                1e-9,
                values.values().stream().mapToDouble(Double::doubleValue).max().orElse(1));
        StringBuilder svg = svg(values.size() * ROW + 4);
        int y = 2;
        for (Map.Entry<String, Double> row : values.entrySet()) {
            double width = row.getValue() / most * (WIDTH - LABEL - 80);
            label(svg, y, row.getKey());
            rectangle(svg, look, LABEL, y + 3, width, ROW - 8, row.getKey() + ": " + written.apply(row.getValue()));
            svg.append(text(LABEL + width + 6, y + 17, "axis", "start", written.apply(row.getValue())));
            y += ROW;
        }
        return svg.append("</svg>").toString();
    }

    private static String stacked(SortedMap<String, SortedMap<SplitName, Integer>> values) {
        int most = 1;
        for (SortedMap<SplitName, Integer> bySplit : values.values()) {
            most = Math.max(
                    most, bySplit.values().stream().mapToInt(Integer::intValue).sum());
        }
        StringBuilder svg = svg(values.size() * ROW + 4);
        int y = 2;
        for (Map.Entry<String, SortedMap<SplitName, Integer>> row : values.entrySet()) {
            label(svg, y, row.getKey());
            double x = LABEL;
            int sum = 0;
            for (Map.Entry<SplitName, Integer> part : row.getValue().entrySet()) {
                double width = part.getValue() / (double) most * (WIDTH - LABEL - 80);
                String split = part.getKey().key();
                rectangle(svg, split, x, y + 3, width, ROW - 8, split + ": " + count(part.getValue()));
                x += width;
                sum += part.getValue();
            }
            svg.append(text(x + 6, y + 17, "axis", "start", count(sum)));
            y += ROW;
        }
        return svg.append("</svg><p class=\"muted\">blue: train, light: validation, orange: test</p>")
                .toString();
    }

    private static String histogram(Histogram histogram) {
        if (histogram.counts().isEmpty()) {
            return "<p class=\"muted\">none</p>";
        }
        int most = histogram.counts().stream().mapToInt(Integer::intValue).max().orElse(1);
        double width = (WIDTH - 50.0) / histogram.counts().size();
        StringBuilder svg = svg(HEIGHT + 26);
        svg.append(text(44, 14, "axis", "end", count(most)));
        for (int i = 0; i < histogram.counts().size(); i++) {
            int from = i * histogram.width();
            double height = (HEIGHT - 6.0) * histogram.counts().get(i) / most;
            rectangle(
                    svg,
                    "bar",
                    50 + i * width,
                    HEIGHT - height,
                    Math.max(1, width - 2),
                    height,
                    count(from) + " to " + count(from + histogram.width() - 1L) + ": "
                            + count(histogram.counts().get(i)));
        }
        svg.append(
                "<line x1=\"50\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#9aa8b5\"/>".formatted(WIDTH, HEIGHT, HEIGHT));
        svg.append(text(50, HEIGHT + 18, "axis", "start", "0"));
        svg.append(text(
                WIDTH,
                HEIGHT + 18,
                "axis",
                "end",
                count((long) histogram.width() * histogram.counts().size())));
        return svg.append("</svg>").toString();
    }

    private static StringBuilder svg(int height) {
        return new StringBuilder("<svg viewBox=\"0 0 %d %d\" role=\"img\">".formatted(WIDTH + 10, height));
    }

    private static void label(StringBuilder svg, int y, String text) {
        String shown = text.length() > 30 ? text.substring(0, 29) + "…" : text;
        svg.append(text(LABEL - 8, y + 17, "label", "end", shown));
    }

    private static void rectangle(
            StringBuilder svg, String look, double x, double y, double width, double height, String told) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                look,
                x,
                y,
                width,
                height,
                escaped(told)));
    }

    private static String text(double x, double y, String look, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                look,
                x,
                y,
                anchor,
                escaped(text));
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
