package org.residency.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run as the api shows it at one moment. */
public record RunSnapshot(JsonNode view) {

    /** How far one pending activity is. */
    public record Progress(String stage, String unit, long done, long total, JsonNode values) {}

    /** What the workflow knows; missing until its first task has run. */
    public JsonNode status() {
        return view.has("status") && view.get("status").isObject() ? view.get("status") : view;
    }

    public String run() {
        String run = view.path("run").asText("");
        return run.isEmpty() ? status().path("request").path("run").asText("") : run;
    }

    /** {@code running}, {@code paused}, {@code completed}, {@code failed}, {@code cancelled} or {@code lost}. */
    public String state() {
        return view.path("state").asText("running").toLowerCase(Locale.ROOT);
    }

    public boolean isEnded() {
        return !state().equals("running") && !state().equals("paused");
    }

    /** The stage's constant, {@code SFT} for example. */
    public String stage() {
        return status().path("stage").asText("");
    }

    /** What a person must do before the run goes on: {@code paused} or {@code sign-off}. */
    public Optional<String> waiting() {
        return text(status().path("waiting"));
    }

    public Optional<String> conclusion() {
        return text(status().path("outcome").path("conclusion"));
    }

    /** Why the run ended as it did: the outcome's reason, or the failure's message. */
    public Optional<String> reason() {
        return text(status().path("outcome").path("reason"))
                .or(() -> text(view.path("failure").path("message")));
    }

    /** Whose fault it was, where the run failed. */
    public Optional<String> failureKind() {
        return text(view.path("failure").path("kind"));
    }

    public List<Progress> progress() {
        List<Progress> all = new ArrayList<>();
        for (JsonNode node : view.path("progress")) {
            all.add(new Progress(
                    node.path("stage").asText(),
                    node.path("unit").asText(),
                    node.path("done").asLong(),
                    node.path("total").asLong(),
                    node.path("values")));
        }
        return all;
    }

    /** Activities that failed and are tried again, in words. */
    public List<String> retries() {
        List<String> all = new ArrayList<>();
        for (JsonNode retry : view.path("retries")) {
            all.add(retry.path("activity").asText() + ", attempt "
                    + retry.path("attempt").asInt() + ": "
                    + retry.path("lastFailure").path("message").asText());
        }
        return all;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? Optional.of(node.asText()) : Optional.empty();
    }
}
