package org.residency.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The chart's alert rules and dashboard, as they are written. */
final class Monitoring {

    private static final Path FILES =
            Path.of(System.getProperty("user.dir")).getParent().resolve("helm/files");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:residency|temporal)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern EQUAL = Pattern.compile("[a-z_]+=\"[^\"]*\"");

    private Monitoring() {}

    static List<JsonNode> alerts() {
        try {
            List<JsonNode> alerts = new ArrayList<>();
            JsonNode groups = new YAMLMapper()
                    .readTree(FILES.resolve("alerts.yaml").toFile())
                    .path("groups");
            groups.forEach(group -> group.path("rules").forEach(alerts::add));
            return alerts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What an expression asks for.
     *
     * @param labels those it wants equal to a value, as they are written: {@code task_queue="residency-gpu"}
     */
    record Selector(String metric, List<String> labels) {

        boolean finds(String sample) {
            return sample.matches(metric + "[{ ].*") && labels.stream().allMatch(sample::contains);
        }
    }

    /**
     * The rules as Prometheus reads them.
     *
     * @param signOffAgeDays what the chart's value is put in for
     */
    static String rules(int signOffAgeDays) {
        try {
            return Files.readString(FILES.resolve("alerts.yaml"))
                    .replace("SIGN_OFF_AGE_DAYS", String.valueOf(signOffAgeDays));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the dashboard's panels ask for. */
    static List<String> panels() {
        List<String> expressions = new ArrayList<>();
        try {
            JsonNode dashboard =
                    new ObjectMapper().readTree(FILES.resolve("dashboard.json").toFile());
            dashboard
                    .path("panels")
                    .forEach(panel -> panel.path("targets")
                            .forEach(target ->
                                    expressions.add(target.path("expr").asText())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expressions;
    }

    /** What all the expressions ask for. */
    static Set<Selector> selectors() {
        List<String> expressions = new ArrayList<>(panels());
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
        Set<Selector> selectors = new HashSet<>();
        expressions.forEach(expression -> SELECTOR.matcher(expression)
                .results()
                .forEach(found -> selectors.add(new Selector(found.group(1), labels(found.group(2))))));
        return selectors;
    }

    private static List<String> labels(String matchers) {
        return matchers == null
                ? List.of()
                : EQUAL.matcher(matchers).results().map(MatchResult::group).toList();
    }
}
