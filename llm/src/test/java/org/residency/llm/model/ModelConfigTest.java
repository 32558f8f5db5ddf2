package org.residency.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.testing.Reference;

class ModelConfigTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatItWrote() {
        ModelConfig config = ModelConfig.llama(1536, 128, 352, 4, 4, 2, 512, 0, 1);
        Path file = folder.resolve("config.json");
        config.write(file);
        assertThat(ModelConfig.read(file)).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"LlamaForCausalLM\" | \"MistralForCausalLM\" | one of [LlamaForCausalLM, Qwen2ForCausalLM]",
                "\"silu\" | \"gelu\" | hidden_act gelu; expected silu",
                "\"rope_type\": \"default\" | \"rope_type\": \"yarn\" | one of [default, llama3]",
                "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | num_key_value_heads is 3",
                "\"hidden_size\": 32 | \"hidden_size\": \"wide\" | hidden_size \"wide\"; expected a whole number",
                "\"vocab_size\" | \"vocab_sise\" | vocab_size missing",
                "{ | [ | JSON"
            })
    void refusesWhatItDoesNotCompute(String from, String to, String message) throws Exception {
        Path file = folder.resolve("config.json");
        String text = Files.readString(Reference.file("tiny").resolve("config.json"));
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        assertThatThrownBy(() -> ModelConfig.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(message);
    }
}
