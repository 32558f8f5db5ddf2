package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.train.DpoSection;
import org.residency.cli.train.Ended;
import org.residency.cli.train.GrpoSection;
import org.residency.cli.train.SftRun;
import org.residency.cli.train.TrainingSettings;

/** train sft, and doctor with its settings, on the demo's base model. */
class TrainCommandTest {
    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();
    private Path settings;
    private String text;

    @BeforeEach
    void writeDataAndSettings() throws IOException {
        Path model = new DemoModel(new Home(folder.resolve("models"))).folder();
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            cases.append("{\"question\": \"Patient ")
                    .append("abcdefghijkl".charAt(i))
                    .append(" has sign number ")
                    .append(100 * i + i * i)
                    .append(" and sees ward ")
                    .append(7 * i)
                    .append(".\", \"reasoning\": \"It must be so.\", \"answer\": \"Ailment ")
                    .append(i)
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
        text = """
                baseModel: %s
                data: cases.jsonl
                output: out
                threads: 1
                lora:
                  rank: 4
                  targets: [q_proj, v_proj]
                sft:
                  maxSteps: 4
                  batchSize: 2
                  accumulation: 1
                  checkpointEverySteps: 2
                """.formatted(model);
        settings = Files.writeString(folder.resolve("train.yaml"), text);
    }

    @Test
    void trainsAndLeavesAnAdapterAndMetrics() throws IOException {
        assertThat(train()).isZero();
        assertThat(recorded.out()).contains("memory: at most ").contains("4 steps, loss ");
        assertThat(folder.resolve("out/adapter/adapter_model.safetensors")).exists();
        assertThat(metrics("loss")).hasSize(4);
        assertThat(metrics("validation_loss")).hasSize(1);
        assertThat(train()).isEqualTo(2);
        assertThat(recorded.err()).contains("say --resume");
    }

    @Test
    void goesOnWhereItWasStoppedAndEndsWithTheSameAdapter() throws IOException {
        assertThat(train()).isZero();
        byte[] whole = Files.readAllBytes(folder.resolve("out/adapter/adapter_model.safetensors"));
        Files.writeString(settings, text.replace("output: out", "output: parts"));
        Ended stopped = new SftRun(settings, recorded.terminal(), () -> true).train(false);
        assertThat(stopped.drained()).isTrue();
        assertThat(stopped.done()).isEqualTo(1);
        assertThat(train("--resume")).isZero();
        assertThat(Files.readAllBytes(folder.resolve("parts/adapter/adapter_model.safetensors")))
                .isEqualTo(whole);
        assertThat(Files.readAllLines(folder.resolve("parts/metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"loss\"")))
                .hasSize(4);
    }

    @Test
    void refusesAKeyThatNobodyKnowsWithTheNearest() throws IOException {
        Files.writeString(settings, text.replace("batchSize", "batchsize"));
        assertThat(train()).isEqualTo(2);
        assertThat(recorded.err()).contains("sft.batchsize: there is no such setting; the nearest is 'batchSize'");
        Files.writeString(settings, text.replace("rank: 4", "rank: 0"));
        assertThat(train()).isEqualTo(2);
        assertThat(recorded.err()).contains("lora: rank is 0, must be 1 to 1024");
    }

    @Test
    void doctorTellsWhatATrainingNeeds() {
        assertThat(run("doctor", "--settings", settings.toString())).isZero();
        assertThat(recorded.out())
                .contains("sft: optimizer and gradients")
                .contains("in all")
                .doesNotContain("dpo");
    }

    @Test
    void schemaAndRecordsHaveTheSameKeys() throws IOException {
        JsonNode schema = new JsonMapper().readTree(TrainingSettings.class.getResource("train.schema.json"));
        assertThat(keys(schema)).containsExactlyInAnyOrderElementsOf(components(TrainingSettings.class));
        assertThat(keys(schema.at("/properties/lora")))
                .containsExactlyInAnyOrderElementsOf(components(TrainingSettings.Lora.class));
        assertThat(keys(schema.at("/properties/sft")))
                .containsExactlyInAnyOrderElementsOf(components(TrainingSettings.Sft.class));
        assertThat(keys(schema.at("/properties/grpo")))
                .containsExactlyInAnyOrderElementsOf(components(GrpoSection.class));
        assertThat(keys(schema.at("/properties/dpo")))
                .containsExactlyInAnyOrderElementsOf(components(DpoSection.class));
    }

    private static List<String> keys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private List<JsonNode> metrics(String field) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("out/metrics.jsonl"))) {
            JsonNode node = new JsonMapper().readTree(line);
            if (node.has(field)) {
                lines.add(node);
            }
        }
        return lines;
    }

    private int train(String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "sft", "--settings", settings.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Residency.run(
                new Context(recorded.terminal(), new Installation(folder), new Home(folder.resolve("home")), Map.of()),
                arguments);
    }
}
