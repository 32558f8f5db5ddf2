package org.residency.llm.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.testing.Reference;

class TransformerTest {
    private final Reference reference = new Reference();

    @ParameterizedTest
    @CsvSource({"tiny, logits, 0", "llama3, logits_llama3, 2", "qwen2, logits_qwen2, 2"})
    void computesTheLogitsOfTransformers(String folder, String expected, int prompt) {
        try (Transformer model = Transformer.load(
                        new ModelFolder(Reference.file(folder)), ComputeDevice.cpu(), ComputeType.FLOAT32, 1);
                NDManager owner = model.kernels().newManager()) {
            Reference.assertClose(
                    model.logits(reference.prompts().get(prompt), Optional.<LoraAdapter>empty(), owner),
                    Reference.floats(reference.get(expected)),
                    1e-4);
        }
    }

    @Test
    void computesTheLogitsOfPeftWithItsAdapterLive() {
        try (LanguageModel model = Reference.tinyModel();
                LoraAdapter adapter = model.loadAdapter(Reference.file("adapter"));
                NDManager owner = model.transformer().kernels().newManager()) {
            Reference.assertClose(
                    model.transformer().logits(reference.prompts().get(0), Optional.of(adapter), owner),
                    Reference.floats(reference.get("adapter_logits")),
                    1e-4);
        }
    }

    @Test
    void refusesAShapeThatContradictsTheConfig(@TempDir Path folder) throws Exception {
        copyTiny(folder);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\": 48", "\"intermediate_size\": 64"));
        assertThatThrownBy(() -> LanguageModel.load(folder, LoadOptions.cpu(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("gate_proj.weight of shape [48, 32]")
                .hasMessageContaining("shape [64, 32], as config.json says");
    }

    @Test
    void refusesWeightsThatLackATensor(@TempDir Path folder) throws Exception {
        copyTiny(folder);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"));
        assertThatThrownBy(() -> LanguageModel.load(folder, LoadOptions.cpu(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("no tensor model.layers.2.");
    }

    @Test
    void refusesAFolderWithoutWeights(@TempDir Path folder) throws Exception {
        copyTiny(folder);
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> LanguageModel.load(folder, LoadOptions.cpu(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("without weights");
    }

    @Test
    void refusesASequenceLongerThanTheContext() {
        try (LanguageModel model = Reference.tinyModel();
                NDManager owner = model.transformer().kernels().newManager()) {
            int[] long129 = new int[129];
            assertThatThrownBy(() -> model.transformer()
                            .logits(
                                    org.residency.llm.tokenizer.TokenIds.of(long129),
                                    Optional.<LoraAdapter>empty(),
                                    owner))
                    .isInstanceOf(ContextLengthException.class)
                    .hasMessageContaining("129 tokens; the context holds 128");
        }
    }

    private static void copyTiny(Path folder) throws java.io.IOException {
        try (var files = Files.list(Reference.file("tiny"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
