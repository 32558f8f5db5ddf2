package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.Reuse;

/**
 * A run that goes on from a stage of another is asked for as that one was, but for what is told otherwise; what the stages before
 * were asked must be the same. The approval is never taken over: it is given for a run.
 */
@Singleton
class Restart {

    private static final List<String> INPUTS = List.of("source", "columns", "baseModel");

    /** What in the settings belongs to which stage; whatever is not named here may always differ. */
    private static final Map<Stage, String> SETTINGS = new TreeMap<>(Map.of(
            Stage.INGEST, "ingest",
            Stage.DEIDENTIFICATION, "deidentification",
            Stage.SFT, "sft",
            Stage.GRPO, "grpo",
            Stage.EVALUATION, "evaluation",
            Stage.GATE, "gate"));

    private final RunArchive archive;
    private final ObjectMapper json;

    Restart(RunArchive archive, ObjectMapper json) {
        this.archive = archive;
        this.json = json;
    }

    /**
     * Fills in what {@code asked} leaves to the run from which it takes results; nothing where it names none.
     *
     * @throws Refusal if that run is not known, or an input or a setting of a stage before differs
     */
    void complete(ObjectNode asked) throws JsonProcessingException {
        if (!asked.path("reuse").hasNonNull("of")) {
            return;
        }
        Reuse reuse = json.treeToValue(asked.get("reuse"), Reuse.class);
        RunId of = reuse.of().orElseThrow();
        Stage from = reuse.from().orElseThrow();
        ObjectNode former = json.valueToTree(archive.request(of)
                .orElseThrow(() -> Refusal.badRequest("reuse.of: found '" + of
                        + "', which nobody asked for here; GET /runs lists those that are known")));
        for (String input : INPUTS) {
            if (!asked.hasNonNull(input)) {
                asked.set(input, former.get(input));
            }
            requireSame(input, asked.get(input), former.get(input), of, Stage.INGEST);
        }
        ObjectNode settings = (ObjectNode) former.get("settings");
        if (asked.hasNonNull("settings")) {
            overlay(settings, asked.get("settings"));
        }
        asked.set("settings", settings);
        requireSameBefore(from, of, asked);
    }

    private void requireSameBefore(Stage from, RunId of, ObjectNode asked) throws JsonProcessingException {
        JsonNode former = json.valueToTree(archive.request(of).orElseThrow().settings());
        // As records, so that 1 and 1.0 are no difference.
        ObjectNode probe = asked.deepCopy().put("run", of.value());
        JsonNode wanted = json.valueToTree(
                json.treeToValue(probe, RetrainingRequest.class).settings());
        SETTINGS.forEach((stage, name) -> {
            if (stage.compareTo(from) < 0) {
                wanted.path(name)
                        .fields()
                        .forEachRemaining(setting -> requireSame(
                                "settings." + name + "." + setting.getKey(),
                                setting.getValue(),
                                former.path(name).path(setting.getKey()),
                                of,
                                stage));
            }
        });
    }

    private static void requireSame(String field, JsonNode found, JsonNode former, RunId of, Stage stage) {
        if (!found.equals(former)) {
            throw Refusal.badRequest("%s: found %s, but %s was asked for %s; %s"
                    .formatted(
                            field,
                            found,
                            of,
                            former,
                            stage == Stage.INGEST
                                    ? "leave it out, or ask for a run of its own, without reuse.of"
                                    : "leave it out, or let reuse.from be " + stage + " or earlier"));
        }
    }

    private static void overlay(ObjectNode under, JsonNode over) {
        over.fields().forEachRemaining(field -> {
            if (field.getValue().isObject() && under.get(field.getKey()) instanceof ObjectNode inner) {
                overlay(inner, field.getValue());
            } else {
                under.set(field.getKey(), field.getValue());
            }
        });
    }
}
