package org.residency.api.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Manifest;
import org.residency.workflows.RunSettings;
import org.residency.workflows.RunStatus;

/** The chain of digests from the notes to the served model, and what was asked of each stage. */
final class ProvenanceChapters {
    /** A stage may have hundreds of shards; the manifest itself names them all. */
    private static final int MOST = 8;

    private ProvenanceChapters() {}

    static Optional<Chapter> chain(RunStatus status, StoredEvidence evidence) {
        if (status.manifests().isEmpty()) {
            return Optional.empty();
        }
        Table.Builder table = Table.of(
                "The chain of manifests, oldest first",
                Cell.text("Stage"),
                Cell.text("Manifest (SHA-256)"),
                Cell.text("Made from"),
                Cell.text("Left behind"));
        boolean holds = true;
        Optional<String> before = Optional.empty();
        for (ArtifactRef ref : status.manifests()) {
            Optional<Manifest> manifest = evidence.read(ref, Manifest.class);
            holds = holds
                    && manifest.isPresent()
                    && manifest.get().previous().map(ArtifactRef::sha256).equals(before);
            before = Optional.of(ref.sha256());
            table.row(
                    Cell.text(manifest.map(Manifest::stage).orElse("cannot be read")),
                    Cell.code(ref.sha256()),
                    Cell.text(manifest.map(found -> named(found.inputs())).orElse("")),
                    Cell.text(manifest.map(found -> named(found.outputs())).orElse("")));
        }
        return Optional.of(Chapter.of("provenance", "Chain of digests")
                .say(
                        holds
                                ? "Each stage's manifest names its inputs, settings and outputs by digest, and the manifest"
                                        + " before it. The chain was read and held when this page was made."
                                : "THE CHAIN DOES NOT HOLD: a manifest is missing, damaged, or does not name the one before"
                                        + " it. Trust nothing that was made from it.")
                .list(table.build())
                .fold()
                .build());
    }

    private static String named(Map<String, ArtifactRef> refs) {
        String names = refs.entrySet().stream()
                .limit(MOST)
                .map(entry -> entry.getKey() + " " + entry.getValue().shortDigest())
                .collect(Collectors.joining(", "));
        return refs.size() > MOST ? names + " and " + Numbers.count(refs.size() - MOST) + " more" : names;
    }

    static Chapter settings(RunStatus status, ObjectMapper json) {
        Table.Builder table = Table.of(
                "What each stage was asked to do", Cell.text("Setting"), Cell.text("Value"), Cell.text("Default"));
        JsonNode standard = json.valueToTree(RunSettings.defaults());
        JsonNode asked = json.valueToTree(status.request().settings());
        asked.fields()
                .forEachRemaining(stage -> stage.getValue().fields().forEachRemaining(setting -> {
                    String usual = value(standard.path(stage.getKey()).path(setting.getKey()));
                    String found = value(setting.getValue());
                    table.row(
                            Cell.code(stage.getKey() + "." + setting.getKey()),
                            new Cell(found, found.equals(usual) ? "" : "changed"),
                            Cell.text(usual));
                }));
        return Chapter.of("settings", "Settings")
                .say("Values in bold are not the default.")
                .list(table.build())
                .fold()
                .build();
    }

    private static String value(JsonNode node) {
        if (node.isArray()) {
            List<String> items = new java.util.ArrayList<>();
            node.forEach(item -> items.add(item.asText()));
            return String.join(", ", items);
        }
        return node.asText();
    }
}
