package org.residency.llm.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.folder.JsonFile;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.generation.Completion;
import org.residency.llm.generation.GenerationListener;
import org.residency.llm.generation.Generator;
import org.residency.llm.generation.Prompt;
import org.residency.llm.generation.SamplingSettings;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.TensorFiles;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;

/** Each family and each rotary scaling against what {@code reference/make_architectures.py} had Transformers say. */
class ArchitectureTest {
    private static final Path CASES = Reference.file("architectures");

    private final JsonNode expected = JsonFile.read(CASES.resolve("expected.json"));
    private final SafetensorsReader logits = SafetensorsReader.open(CASES.resolve("logits.safetensors"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama",
                "llama-linear",
                "llama-dynamic",
                "llama-llama3",
                "llama-yarn",
                "llama-yarn-given",
                "mistral",
                "qwen2",
                "qwen3"
            })
    void saysWhatTransformersSays(String name) throws Exception {
        try (Transformer model = load(name, ComputeType.FLOAT32)) {
            assertThat(largestDifference(model, name)).isLessThanOrEqualTo(1e-5);
            List<Completion> completions = new Generator(model, Optional.empty(), Set.of())
                    .generate(
                            List.of(new Prompt(0, prompt())),
                            1,
                            SamplingSettings.greedy(24),
                            GenerationListener.SILENT);
            assertThat(completions.get(0).tokens()).isEqualTo(TokenIds.of(Reference.numbers(greedy(name))));
        }
        try (Transformer model = load(name, ComputeType.BFLOAT16)) {
            // Transformers' own two forms of attention lie 5 % apart in this number.
            double ours = meanDifference(model, name);
            double theirs = theirMeanDifference(model, name);
            assertThat(ours).as("mean distance of bfloat16 from float32").isLessThanOrEqualTo(theirs * 1.1);
        }
    }

    private JsonNode greedy(String name) {
        return expected.path("cases").path(name).path("greedy");
    }

    private TokenIds prompt() {
        return TokenIds.of(Reference.numbers(expected.get("prompt")));
    }

    private Transformer load(String name, ComputeType type) throws IOException {
        String weights = expected.path("cases").path(name).path("weights").asText();
        Path model = Files.createDirectories(folder.resolve(name + type));
        Files.copy(CASES.resolve(name).resolve(ModelFolder.CONFIG), model.resolve(ModelFolder.CONFIG));
        Files.copy(CASES.resolve(weights).resolve(ModelFolder.WEIGHTS), model.resolve(ModelFolder.WEIGHTS));
        return Transformer.load(new ModelFolder(model), ComputeDevice.cpu(), type, 1);
    }

    private float[] ours(Transformer model) {
        try (NDManager owner = model.kernels().newManager()) {
            return model.logits(prompt(), Optional.<LoraAdapter>empty(), owner).toFloatArray();
        }
    }

    private float[] theirs(Transformer model, String tensor) {
        try (NDManager owner = model.kernels().newManager()) {
            return new TensorFiles(model.kernels())
                    .read(logits, tensor, ComputeType.FLOAT32, owner)
                    .toFloatArray();
        }
    }

    private double largestDifference(Transformer model, String name) {
        return differences(ours(model), theirs(model, name)).max().orElseThrow();
    }

    private double meanDifference(Transformer model, String name) {
        return differences(ours(model), theirs(model, name)).average().orElseThrow();
    }

    private double theirMeanDifference(Transformer model, String name) {
        return differences(theirs(model, name + ".bfloat16"), theirs(model, name))
                .average()
                .orElseThrow();
    }

    private static DoubleStream differences(float[] first, float[] second) {
        assertThat(first).hasSameSizeAs(second);
        return IntStream.range(0, first.length).mapToDouble(i -> Math.abs((double) first[i] - second[i]));
    }
}
