package org.residency.llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    @ValueSource(
            strings = {
                "llama-linear",
                "llama-dynamic",
                "llama-llama3",
                "llama-yarn",
                "llama-yarn-given",
                "mistral",
                "qwen3"
            })
    void readsAgainWhatItWroteOfEachFamily(String name) {
        ModelConfig config =
                ModelConfig.read(Reference.file("architectures").resolve(name).resolve("config.json"));
        config.write(folder.resolve("config.json"));
        assertThat(ModelConfig.read(folder.resolve("config.json"))).isEqualTo(config);
    }

    @Test
    void stretchesTheContextWhereTheScalingDoes() {
        Path architectures = Reference.file("architectures");
        assertThat(ModelConfig.read(architectures.resolve("llama-dynamic/config.json"))
                        .contextLength())
                .isEqualTo(128);
        assertThat(ModelConfig.read(architectures.resolve("llama-yarn/config.json"))
                        .contextLength())
                .isEqualTo(128);
        assertThat(ModelConfig.read(architectures.resolve("llama-linear/config.json"))
                        .contextLength())
                .isEqualTo(128);
        assertThat(ModelConfig.read(architectures.resolve("mistral/config.json"))
                        .attentionWindow())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"LlamaForCausalLM\" | \"GemmaForCausalLM\" | architecture GemmaForCausalLM; expected one of [LlamaForCausalLM, MistralForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM]",
                "\"silu\" | \"gelu\" | hidden_act gelu; expected one of [silu]",
                "\"rope_type\": \"default\" | \"rope_type\": \"longrope\" | rope type longrope; expected one of [default, linear, dynamic, llama3, yarn]",
                "\"rope_type\": \"default\" | \"rope_type\": \"linear\" | rope scaling has factor 0.0",
                "\"rope_theta\": 10000.0 | \"rope_theta\": \"large\" | rope_theta \"large\"; expected a number",
                "\"rope_theta\": 10000.0 | \"partial_rotary_factor\": 0.5 | partial_rotary_factor 0.5; expected 1",
                "\"attention_bias\": false | \"attention_bias\": true | attention_bias true; expected false",
                "\"use_cache\": true | \"quantization_config\": {} | weights in float32, float16 or bfloat16",
                "\"use_cache\": true | \"layer_types\": [\"sliding_attention\"] | full_attention alone",
                "\"head_dim\": 8 | \"head_dim\": 9 | head_dim is 9, must be even",
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
