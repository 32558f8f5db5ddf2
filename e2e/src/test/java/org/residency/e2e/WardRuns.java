package org.residency.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small runs with the same settings on one stack, each looked after until it has ended. */
final class WardRuns {

    /** A run may suffer twenty faults and more, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Laptop laptop;
    private final Path folder;
    private final Path settings;

    /** Makes the people and the settings, and starts the stack. */
    WardRuns(Laptop laptop, Path folder) throws IOException {
        this.laptop = laptop;
        this.folder = folder;
        settings = folder.resolve("settings.yaml");
        Files.writeString(settings, """
                sft: {maxSteps: 20, batchSize: 8, accumulationSteps: 1, learningRate: 0.002, maxTokens: 384, checkpointEverySteps: 4}
                grpo: {rounds: 1, promptsPerRound: 12, groupSize: 4, minibatchSize: 8, maxCompletionTokens: 64}
                evaluation: {maxCases: 16, samplesPerCase: 1, maxCompletionTokens: 64}
                gate: {name: chaos, minExactMatch: 0, minGainOverBase: -1, maxLossAgainstInService: 1, minFormatRate: 0, minCases: 1, maxMergeKl: 1}
                """);
        said(laptop.residency("keys", "create", "ada", "--role", "requester"));
        said(laptop.residency("keys", "create", "dr-lee", "--role", "clinician"));
        said(laptop.residency("up"));
    }

    /** The same runs' stack, started otherwise. */
    WardRuns(Laptop laptop, WardRuns others) {
        this.laptop = laptop;
        this.folder = others.folder;
        this.settings = others.settings;
        said(laptop.residency("up"));
    }

    /** Whoever looks at a run while it goes on. */
    interface Onlooker {

        /**
         * Is shown the run each time that it could be seen.
         *
         * @param stage where it stands
         * @param signed whether a clinician has signed
         * @return whether this took a while, so that the run should be looked at anew before anybody signs it
         */
        boolean sees(String run, String stage, JsonNode view, boolean signed);
    }

    /** Notes that follow from a seed. */
    Path notes(int seed) {
        Path notes = folder.resolve("notes-" + seed + ".jsonl");
        if (!Files.exists(notes)) {
            said(laptop.residency("demo-data", "--out", notes.toString(), "--count", "120", "--seed", "" + seed));
        }
        return notes;
    }

    /** Starts a run, shows it, has it signed when it waits for that, and gives its last view. */
    JsonNode drive(Path notes, Onlooker onlooker) {
        String run = laptop.startRun(notes, settings, "ada");
        boolean signed = false;
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonNode view = laptop.run(run);
        while (!view.path("endedAt").isTextual()) {
            assertThat(Instant.now()).as("run " + run + " hangs: " + view).isBefore(deadline);
            String stage = view.path("status").path("stage").asText("");
            boolean seenAnew = !stage.isEmpty() && onlooker.sees(run, stage, view, signed);
            if (!seenAnew && !signed && waitsForSignOff(view)) {
                signed = laptop.residency("sign-off", run, "--as", "dr-lee", "--approve")
                                        .exitCode()
                                == 0
                        || laptop.run(run).path("status").path("signOffs").size() > 0;
            } else if (!seenAnew) {
                pause(150);
            }
            view = laptop.run(run);
        }
        return view;
    }

    /** As {@link #drive}, for a run that must end deployed, signed once and deployed once: its digests. */
    Map<String, String> driveToDeployment(Path notes, Onlooker onlooker) {
        int before = deployments();
        JsonNode view = drive(notes, onlooker);
        JsonNode status = view.path("status");
        assertThat(status.path("outcome").path("conclusion").asText())
                .as(view.toString())
                .isEqualTo("DEPLOYED");
        assertThat(status.path("signOffs")).as("sign-offs").hasSize(1);
        assertThat(deployments()).as("deployments").isEqualTo(before + 1);
        return digests(status);
    }

    int deployments() {
        try {
            return JSON.readTree(
                            laptop.get(laptop.address("api") + "/deployments").body())
                    .size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean waitsForSignOff(JsonNode view) {
        return view.path("status").path("waiting").asText("").equals("sign-off");
    }

    private static Map<String, String> digests(JsonNode status) {
        Map<String, String> digests = new LinkedHashMap<>();
        digests.put("dataset", status.at("/dataset/ref/sha256").asText());
        digests.put("adapter of SFT", status.at("/sft/adapter/ref/sha256").asText());
        digests.put("adapter of GRPO", status.at("/grpo/adapter/ref/sha256").asText());
        digests.put("merged model", status.at("/merge/model/ref/sha256").asText());
        for (JsonNode evaluation : status.at("/evaluation/evaluations")) {
            String role = evaluation.path("role").asText();
            if (!role.equals("IN_SERVICE")) {
                digests.put("answers " + role, evaluation.at("/answers/sha256").asText());
            }
        }
        return digests;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void said(Laptop.Said said) {
        assertThat(said.exitCode()).as(said.output()).isZero();
    }
}
