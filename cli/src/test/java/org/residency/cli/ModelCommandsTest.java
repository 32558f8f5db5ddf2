package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.basemodel.DemoModel;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.lora.Projection;

/** verify-model, generate and merge on the demo's base model. */
class ModelCommandsTest {
    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();
    private Path model;
    private Path adapter;
    private Path prompts;

    @BeforeEach
    void makeAModelAndAnAdapter() throws IOException {
        model = new DemoModel(new Home(folder.resolve("models"))).folder();
        adapter = folder.resolve("adapter");
        try (LanguageModel base = LanguageModel.load(model, LoadOptions.cpu(1));
                LoraAdapter fresh = LoraAdapter.create(
                        base.transformer(), LoraSettings.defaults().withTargets(Set.of(Projection.QUERY)), 1)) {
            fresh.save(adapter);
        }
        prompts = Files.writeString(
                folder.resolve("prompts.jsonl"), "{\"prompt\": \"a man with fever\"}\n\n{\"prompt\": \"cough\"}\n");
    }

    @Test
    void verifiesAModel() {
        assertThat(run("verify-model", model.toString(), "--threads", "1")).isZero();
        assertThat(recorded.lines()).hasSize(8).last().asString().contains("with and without the cache");
    }

    @Test
    void saysWhichFileOfAModelCannotBeUsed() throws IOException {
        Files.writeString(model.resolve("config.json"), "{}");
        assertThat(run("verify-model", model.toString())).isEqualTo(2);
        assertThat(recorded.err()).contains("architecture none");
    }

    @Test
    void writesAnObjectALine() throws IOException {
        assertThat(run(generate("--greedy", "--json", "--adapter", adapter.toString())))
                .isZero();
        assertThat(recorded.lines()).hasSize(2);
        JsonNode line = new JsonMapper().readTree(recorded.lines().get(0));
        assertThat(line.get("token_ids").size())
                .isBetween(1, 5)
                .isEqualTo(line.get("logprobs").size());
        assertThat(line.get("prompt_ids")).isNotEmpty();
        assertThat(line.get("text").isTextual()).isTrue();
        assertThat(line.get("finish").asText()).isIn("stop", "length");
    }

    @Test
    void laysPromptsOutByTheChatTemplate() throws IOException {
        Files.writeString(prompts, "{\"messages\": [{\"role\": \"user\", \"content\": \"cough\"}]}\n");
        assertThat(run(generate("--greedy"))).isEqualTo(2);
        assertThat(recorded.err()).contains("line 1: found messages; add --chat");
        assertThat(run(generate("--greedy", "--json", "--chat"))).isZero();
    }

    @Test
    void namesTheLineOfAPromptThatCannotBeUsed() throws IOException {
        Files.writeString(prompts, "{\"prompt\": \"cough\"}\n{\"prompt\": secret}\n");
        assertThat(run(generate("--greedy"))).isEqualTo(2);
        assertThat(recorded.err())
                .contains("line 2: found text that is no JSON")
                .doesNotContain("secret");
        Files.writeString(prompts, "{\"prompt\": \"" + "cough ".repeat(600) + "\"}\n");
        assertThat(run(generate("--greedy"))).isEqualTo(2);
        assertThat(recorded.err()).contains("line 1: found").contains("shorten the prompt");
        assertThat(run(generate("--top-p", "7"))).isEqualTo(2);
        assertThat(recorded.err()).contains("topP is 7.0");
    }

    @Test
    void mergesIntoANewFolderAlone() throws IOException {
        Path out = folder.resolve("merged");
        String[] merge = {
            "merge", "--base-model", model.toString(), "--adapter", adapter.toString(), "--out", out.toString()
        };
        assertThat(run(merge)).isZero();
        assertThat(run("verify-model", out.toString(), "--threads", "1")).isZero();
        assertThat(run(merge)).isEqualTo(2);
        assertThat(recorded.err()).contains("is there already");
        Path exported = folder.resolve("exported");
        assertThat(run(
                        "export",
                        "huggingface",
                        "--base-model",
                        model.toString(),
                        "--adapter",
                        adapter.toString(),
                        "--out",
                        exported.toString()))
                .isZero();
        assertThat(exported.resolve("model.safetensors")).hasSameBinaryContentAs(out.resolve("model.safetensors"));
        assertThat(exported.resolve("README.md")).hasSameBinaryContentAs(out.resolve("README.md"));
    }

    @Test
    void evaluatesAModelAndItsCardTakesTheMetrics() throws IOException {
        Path cases = Files.writeString(folder.resolve("cases.jsonl"), """
                {"question": "A man with fever and cough, what is it?", "answer": "Pneumonia"}
                {"question": "A woman with a rash, what is it?", "answer": "Measles"}
                """);
        Path out = folder.resolve("metrics.json");
        String[] evaluate = {
            "evaluate",
            "--base-model",
            model.toString(),
            "--adapter",
            adapter.toString(),
            "--data",
            cases.toString(),
            "--samples",
            "2",
            "--max-tokens",
            "6",
            "--threads",
            "1",
            "--out",
            out.toString()
        };
        assertThat(run(evaluate)).as(recorded.err()).isZero();
        JsonNode first = new JsonMapper().readTree(Files.readString(out));
        assertThat(first.get("exact-match").get("cases").asInt()).isEqualTo(2);
        assertThat(first.get("format-rate").get("low").isNumber()).isTrue();
        assertThat(run(evaluate)).isZero();
        assertThat(new JsonMapper().readTree(Files.readString(out)))
                .as("asked again")
                .isEqualTo(first);
        Path merged = folder.resolve("merged");
        assertThat(run(
                        "merge",
                        "--base-model",
                        model.toString(),
                        "--adapter",
                        adapter.toString(),
                        "--out",
                        merged.toString(),
                        "--evaluation",
                        out.toString()))
                .isZero();
        assertThat(Files.readString(merged.resolve("README.md"))).contains("| exact-match | ");
        Files.writeString(cases, "[]");
        assertThat(run(evaluate)).isEqualTo(2);
    }

    @Test
    void writesAModelCardOfWhatIsKnown() throws IOException {
        Path evaluation = Files.writeString(
                folder.resolve("metrics.json"),
                "{\"exact-match\": {\"value\": 0.71, \"low\": 0.62, \"high\": 0.79}, \"note\": \"Mrs Secret\"}");
        Files.writeString(adapter.resolve("training.json"), """
                {"kind": "sft", "baseModel": "tiny", "dataSha256": "abc", "examples": 12,
                 "settings": {"sft.maxSteps": "60"}, "done": 60, "unit": "step", "result": "loss 1.2345"}
                """);
        Path out = folder.resolve("merged");
        assertThat(run(
                        "merge",
                        "--base-model",
                        model.toString(),
                        "--adapter",
                        adapter.toString(),
                        "--out",
                        out.toString(),
                        "--evaluation",
                        evaluation.toString(),
                        "--license",
                        "apache-2.0"))
                .as(recorded.err())
                .isZero();
        String card = Files.readString(out.resolve("README.md"));
        JsonNode front = new YAMLMapper().readTree(card.substring(4, card.indexOf("---", 4)));
        assertThat(front.get("base_model").asText())
                .isEqualTo(model.getFileName().toString());
        assertThat(front.get("license").asText()).isEqualTo("apache-2.0");
        assertThat(front.get("library_name").asText()).isEqualTo("transformers");
        assertThat(card)
                .contains("| training | sft, 60 steps, loss 1.2345 |")
                .contains("| data, SHA-256 | `abc` |")
                .contains("| sft.maxSteps | 60 |")
                .contains("| exact-match | 0.71 (95 %: 0.62 to 0.79) |")
                .contains("LoRA, rank 16")
                .doesNotContain("Secret");
    }

    @Test
    void exportsIntoANewFileAlone() throws IOException {
        Path out = folder.resolve("model.gguf");
        String[] export = {
            "export", "gguf", "--base-model", model.toString(), "--adapter", adapter.toString(), "--out", out.toString()
        };
        assertThat(run(export)).isZero();
        assertThat(recorded.out()).contains("38 tensors as Q8_0");
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).startsWith("GGUF");
        assertThat(run(export)).isEqualTo(2);
        assertThat(recorded.err()).contains("is there already");
        assertThat(run("export", "gguf", "--base-model", "x", "--out", "y", "--type", "Q3"))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("must be F16, Q8_0 or Q4_K_M");
    }

    private String[] generate(String... more) {
        String[] all = new String[more.length + 9];
        String[] start = {
            "generate",
            "--base-model",
            model.toString(),
            "--prompts",
            prompts.toString(),
            "--max-tokens",
            "5",
            "--threads",
            "1"
        };
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return all;
    }

    private int run(String... arguments) {
        return Residency.run(
                new Context(recorded.terminal(), new Installation(folder), new Home(folder.resolve("home")), Map.of()),
                arguments);
    }
}
