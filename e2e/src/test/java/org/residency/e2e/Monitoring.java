package org.residency.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The chart's alert rules and dashboard, as they are written. */
final class Monitoring {

    private static final Path FILES =
            Path.of(System.getProperty("user.dir")).getParent().resolve("helm/files");
    private static final Pattern METRIC = Pattern.compile("\\b(?:residency|temporal)_[a-z_]+");

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

    /** The metrics that any expression names. */
    static Set<String> metrics() {
        List<String> expressions = new ArrayList<>();
        alerts().forEach(alert -> expressions.add(alert.path("expr").asText()));
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
        Set<String> names = new TreeSet<>();
        expressions.forEach(
                expression -> METRIC.matcher(expression).results().forEach(found -> names.add(found.group())));
        return names;
    }
}
