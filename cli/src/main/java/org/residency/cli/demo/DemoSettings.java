package org.residency.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.residency.cli.exit.CommandException;
import org.residency.clinic.ClinicNotes;

/**
 * The settings with which the demo shows learning in minutes, as module clinic keeps them beside its base model.
 */
record DemoSettings(JsonNode content) {

    private static final String RESOURCE = "base-model/demo-settings.json";

    static DemoSettings load() throws IOException {
        try (InputStream resource = ClinicNotes.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw CommandException.fault(
                        "this build holds no settings of the demo: " + RESOURCE + " is missing in module clinic");
            }
            return new DemoSettings(new ObjectMapper().readTree(resource));
        }
    }

    DemoNotes notes(int seed) {
        return new DemoNotes(
                seed,
                content.path("notes").path("training").asInt(1500),
                content.path("notes").path("heldOut").asInt(300));
    }

    /** A run's settings, with the seed of training and evaluation replaced. */
    ObjectNode settings(int seed) {
        JsonNode settings = content.has("settings") ? content.path("settings") : content;
        ObjectNode copy = settings.deepCopy();
        copy.remove("notes");
        for (String stage : new String[] {"sft", "grpo"}) {
            copy.withObject("/" + stage).put("seed", seed);
        }
        return copy;
    }
}
