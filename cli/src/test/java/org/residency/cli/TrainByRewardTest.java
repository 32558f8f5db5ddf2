package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.train.DpoRun;
import org.residency.cli.train.Ended;
import org.residency.cli.train.GrpoRun;

/** train grpo and train dpo on the demo's base model. */
class TrainByRewardTest {
    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();
    private Path settings;
    private String text;

    @BeforeEach
    void writeDataAndSettings() throws IOException {
        Path model = new DemoModel(new Home(folder.resolve("models"))).folder();
        StringBuilder cases = new StringBuilder();
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String question = "Patient " + "abcdefghijkl".charAt(i) + " has sign number " + (100 * i + i * i)
                    + " and sees ward " + 7 * i + ".";
            cases.append("{\"question\": \"" + question + "\", \"reasoning\": \"So.\", \"answer\": \"Ailment " + i
                    + "\"}\n");
            pairs.append("{\"prompt\": \"" + question + "\", \"chosen\": \"It is so.</think>Ailment " + i
                    + "\", \"rejected\": \"Nothing at all\"}\n");
        }
        pairs.append("{\"prompt\": \"Alike?\", \"chosen\": \"Yes\", \"rejected\": \"Yes\"}\n");
        Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
        Files.writeString(folder.resolve("pairs.jsonl"), pairs.toString());
        text = """
                baseModel: %s
                data: DATA
                output: out
                threads: 1
                lora:
                  rank: 4
                  targets: [q_proj, v_proj]
                """.formatted(model);
        settings = folder.resolve("train.yaml");
    }

    @Test
    void trainsOnRewardsAndGoesOnWhereItWasStopped() throws IOException {
        String grpo = text.replace("DATA", "cases.jsonl") + """
                grpo:
                  rounds: 2
                  promptsPerRound: 3
                  groupSize: 3
                  minibatchSize: 3
                  maxCompletionTokens: 12
                  temperature: 1.5
                  learningRate: 1e-3
                  loss: dr-grpo
                  minHiddenMetric: 0
                """;
        Files.writeString(settings, grpo);
        assertThat(run("train", "grpo", "--settings", settings.toString()))
                .as(recorded.err())
                .isZero();
        assertThat(recorded.out()).contains("round 2 of 2 · reward ").contains("memory: at most ");
        List<JsonNode> lines = metrics("out");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).get("round").asInt()).isEqualTo(2);
        assertThat(lines.get(0).get("sampler_mismatch").asDouble()).isLessThan(1e-4);
        assertThat(lines.get(0).get("reward_parts").size()).isEqualTo(4);
        assertThat(run("train", "grpo", "--settings", settings.toString())).isEqualTo(2);
        assertThat(recorded.err()).contains("say --resume");

        Files.writeString(settings, grpo.replace("output: out", "output: parts"));
        // While it samples, and while it updates.
        for (int questions : new int[] {2, 5, 4}) {
            AtomicInteger asked = new AtomicInteger();
            Ended stopped = new GrpoRun(settings, recorded.terminal(), () -> asked.incrementAndGet() >= questions)
                    .train(Files.exists(folder.resolve("parts")));
            assertThat(stopped.drained()).isTrue();
        }
        assertThat(run("train", "grpo", "--settings", settings.toString(), "--resume"))
                .isZero();
        assertThat(folder.resolve("parts/adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("out/adapter/adapter_model.safetensors"));
        assertThat(metrics("parts")).hasSize(2);

        Files.writeString(settings, grpo.replace("output: out", "output: parts").replace("dr-grpo", "rloo"));
        assertThat(run("train", "grpo", "--settings", settings.toString(), "--resume"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("is of other settings or data");
    }

    @Test
    void samplesOtherPromptsInPlaceOfThoseThatTeachNothing() throws IOException {
        // Wordless rewards: without a weight every completion has the same, so that no sampling ever finds a spread.
        String grpo = text.replace("DATA", "cases.jsonl") + """
                grpo:
                  rounds: 1
                  promptsPerRound: 3
                  groupSize: 2
                  maxCompletionTokens: 4
                  correctnessWeight: 0
                  formatWeight: 0
                  lengthWeight: 0
                  repetitionWeight: 0
                  minHiddenMetric: 0
                  maxResamplings: 2
                """;
        Files.writeString(settings, grpo);
        assertThat(run("train", "grpo", "--settings", settings.toString()))
                .as(recorded.err())
                .isZero();
        JsonNode line = metrics("out").get(0);
        assertThat(line.get("groups").asInt()).isEqualTo(9);
        assertThat(line.get("zero_variance_groups").asInt()).isEqualTo(9);
        assertThat(line.get("resampled_groups").asInt()).isEqualTo(6);
        assertThat(line.get("steps").asInt()).isZero();
    }

    @Test
    void trainsWithAValueHeadAndWithinATrustRegion() throws IOException {
        String grpo = text.replace("DATA", "cases.jsonl") + """
                grpo:
                  rounds: 2
                  promptsPerRound: 2
                  groupSize: 2
                  maxCompletionTokens: 8
                  temperature: 1.5
                  minHiddenMetric: 0
                  maxKl: 1e-3
                  conjugateSteps: 2
                  loss: LOSS
                """;
        Files.writeString(settings, grpo.replace("LOSS", "ppo"));
        assertThat(run("train", "grpo", "--settings", settings.toString()))
                .as(recorded.err())
                .isZero();
        assertThat(metrics("out").get(1).get("value_loss").asDouble()).isPositive();
        assertThat(folder.resolve("out/rounds/round-0001/step-000001/value_head.safetensors"))
                .isRegularFile();
        assertThat(folder.resolve("out/adapter/value_head.safetensors")).doesNotExist();

        Files.writeString(settings, grpo.replace("LOSS", "trpo").replace("output: out", "output: region"));
        assertThat(run("train", "grpo", "--settings", settings.toString()))
                .as(recorded.err())
                .isZero();
        for (JsonNode line : metrics("region")) {
            assertThat(line.get("step_kl").asDouble()).isBetween(0.0, 1e-3);
        }
    }

    @Test
    void trainsOnPreferencesAndGoesOnWhereItWasStopped() throws IOException {
        String dpo = text.replace("DATA", "pairs.jsonl") + """
                validationShare: 0.2
                dpo:
                  maxSteps: 4
                  batchSize: 2
                  accumulationSteps: 1
                  learningRate: 1e-3
                """;
        Files.writeString(settings, dpo);
        assertThat(run("train", "dpo", "--settings", settings.toString()))
                .as(recorded.err())
                .isZero();
        assertThat(recorded.out())
                .contains("8 pairs to learn from, 2 to validate with (1 alike and 0 too long left out)");
        assertThat(metrics("out").get(0).get("loss").asDouble()).isBetween(0.69, 0.70);
        assertThat(metrics("out").get(0).has("preference_accuracy")).isTrue();
        assertThat(Files.readString(folder.resolve("out/adapter/training.json")))
                .contains("\"kind\" : \"dpo\"")
                .contains("\"dpo.maxSteps\" : \"4\"")
                .doesNotContain("Patient");

        Files.writeString(settings, dpo.replace("output: out", "output: parts"));
        Ended stopped = new DpoRun(settings, recorded.terminal(), () -> true).train(false);
        assertThat(stopped.done()).isEqualTo(1);
        assertThat(run("train", "dpo", "--settings", settings.toString(), "--resume"))
                .isZero();
        assertThat(folder.resolve("parts/adapter/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("out/adapter/adapter_model.safetensors"));
    }

    @Test
    void refusesALineWithoutAPairAndQuotesNothingOfIt() throws IOException {
        Files.writeString(settings, text.replace("DATA", "pairs.jsonl"));
        Files.writeString(folder.resolve("pairs.jsonl"), "{\"prompt\": \"Mrs Secret\", \"chosen\": \"x\"}\n");
        assertThat(run("train", "dpo", "--settings", settings.toString())).isEqualTo(2);
        assertThat(recorded.err()).contains("line 1: found no rejected").doesNotContain("Secret");
    }

    @Test
    void doctorPlansEachTrainingThatTheFileNames() throws IOException {
        Files.writeString(settings, text.replace("DATA", "cases.jsonl") + "grpo: {loss: dapo}\ndpo: {beta: 0.2}\n");
        assertThat(run("doctor", "--settings", settings.toString())).isZero();
        assertThat(recorded.out())
                .contains("grpo sampling: cache")
                .contains("grpo update: activations")
                .contains("dpo: optimizer and gradients")
                .doesNotContain("sft: ");
        Files.writeString(settings, text.replace("DATA", "cases.jsonl") + "grpo: {loss: reinforce}\n");
        assertThat(run("doctor", "--settings", settings.toString())).isEqualTo(2);
        assertThat(recorded.err())
                .contains("loss is 'reinforce', must be one of [grpo, dr-grpo, dapo, rloo, ppo, trpo]");
    }

    private List<JsonNode> metrics(String output) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(output).resolve("metrics.jsonl"))) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }

    private int run(String... arguments) {
        return Residency.run(
                new Context(recorded.terminal(), new Installation(folder), new Home(folder.resolve("home")), Map.of()),
                arguments);
    }
}
