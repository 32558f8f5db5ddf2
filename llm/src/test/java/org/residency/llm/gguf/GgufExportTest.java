package org.residency.llm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.lora.AdapterMerger;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.testing.Reference;

class GgufExportTest {
    @TempDir
    Path folder;

    @Test
    void tellsTheModelsShape() throws IOException {
        assertThat(export("tiny", GgufType.F16).metadata())
                .containsEntry("general.architecture", "llama")
                .containsEntry("general.file_type", 1)
                .containsEntry("llama.block_count", 2)
                .containsEntry("llama.context_length", 128)
                .containsEntry("llama.embedding_length", 32)
                .containsEntry("llama.feed_forward_length", 48)
                .containsEntry("llama.attention.head_count", 4)
                .containsEntry("llama.attention.head_count_kv", 2)
                .containsEntry("llama.rope.dimension_count", 8)
                .containsEntry("llama.rope.freq_base", 10_000f)
                .containsEntry("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    }

    @Test
    void carriesTheTokenizer() throws IOException {
        GgufFile file = export("tiny", GgufType.F16);
        assertThat(file.metadata())
                .containsEntry("tokenizer.ggml.model", "gpt2")
                .containsEntry("tokenizer.ggml.pre", "gpt-2")
                .containsEntry("tokenizer.ggml.bos_token_id", 0)
                .containsEntry("tokenizer.ggml.eos_token_id", 1)
                .containsEntry("tokenizer.ggml.add_bos_token", false)
                .containsEntry(
                        "tokenizer.chat_template",
                        Files.readString(Reference.file("tiny").resolve("chat_template.jinja")));
        List<?> words = (List<?>) file.metadata().get("tokenizer.ggml.tokens");
        List<?> kinds = (List<?>) file.metadata().get("tokenizer.ggml.token_type");
        assertThat(words).hasSize(320).hasSameSizeAs(kinds).doesNotContainNull();
        assertThat(kinds.get(0)).isEqualTo(3);
        assertThat(kinds.get(words.indexOf("Ġf"))).isEqualTo(1);
        assertThat(((List<?>) file.metadata().get("tokenizer.ggml.merges")).get(2))
                .isEqualTo("Ġ f");
    }

    @Test
    void turnsLlamasQueriesAndKeysAndNothingElse() throws IOException {
        GgufFile file = export("tiny", GgufType.F16);
        SafetensorsReader weights = SafetensorsReader.open(new ModelFolder(Reference.file("tiny")));
        float[] key = Reference.floats(weights, "model.layers.1.self_attn.k_proj.weight");
        float[] turned = file.tensors().get("blk.1.attn_k.weight").values();
        int columns = 32;
        int head = 8;
        for (int row = 0; row < 2 * head; row++) {
            // Dimension i of a head's first half goes to 2 i, of its second half to 2 i + 1.
            int i = row % head;
            int place = row - i + (i < head / 2 ? 2 * i : 2 * (i - head / 2) + 1);
            for (int c = 0; c < columns; c++) {
                assertThat(turned[place * columns + c]).isCloseTo(key[row * columns + c], near(key[row * columns + c]));
            }
        }
        float[] value = Reference.floats(weights, "model.layers.1.self_attn.v_proj.weight");
        float[] kept = file.tensors().get("blk.1.attn_v.weight").values();
        for (int i = 0; i < value.length; i++) {
            assertThat(kept[i]).isCloseTo(value[i], near(value[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapter", "dora"})
    void addsAnAdapterAsTheMergeDoes(String adapter) throws IOException {
        Path merged = folder.resolve("merged");
        new AdapterMerger().merge(Reference.file("tiny"), Reference.file(adapter), merged);
        Path live = folder.resolve("live.gguf");
        new GgufExport(Reference.file("tiny"), Optional.of(Reference.file(adapter)))
                .write(live, GgufType.F16, (done, all) -> {});
        Path after = folder.resolve("after.gguf");
        new GgufExport(merged, Optional.empty()).write(after, GgufType.F16, (done, all) -> {});
        GgufFile expected = GgufFile.read(after);
        GgufFile.read(live).tensors().forEach((name, tensor) -> {
            float[] values = expected.tensors().get(name).values();
            for (int i = 0; i < values.length; i++) {
                assertThat(tensor.values()[i]).as(name).isCloseTo(values[i], near(values[i]));
            }
        });
        assertThat(GgufFile.read(live).tensors().get("blk.1.attn_q.weight").values())
                .isNotEqualTo(export("tiny", GgufType.F16)
                        .tensors()
                        .get("blk.1.attn_q.weight")
                        .values());
    }

    @Test
    void keepsRowsThatMakeNoWholeBlocksInAWiderForm() throws IOException {
        GgufFile file = export("tiny", GgufType.Q4_K_M);
        assertThat(file.tensors().get("blk.0.attn_v.weight").type()).isEqualTo(8);
        assertThat(file.tensors().get("blk.0.ffn_down.weight").type()).isEqualTo(1);
        assertThat(file.tensors().get("blk.0.attn_norm.weight").type()).isZero();
    }

    @Test
    void givesTheDearerFormToHeadAndHalfTheLayers() {
        assertThat(GgufType.Q4_K_M.format("output.weight", true, 4096, 32)).isEqualTo(BlockFormat.Q6_K);
        assertThat(GgufType.Q4_K_M.format("token_embd.weight", true, 4096, 32)).isEqualTo(BlockFormat.Q4_K);
        assertThat(GgufType.Q4_K_M.format("blk.0.attn_v.weight", true, 4096, 32))
                .isEqualTo(BlockFormat.Q6_K);
        assertThat(GgufType.Q4_K_M.format("blk.4.ffn_down.weight", true, 14_336, 32))
                .isEqualTo(BlockFormat.Q4_K);
        assertThat(GgufType.Q4_K_M.format("blk.6.ffn_down.weight", true, 14_336, 32))
                .isEqualTo(BlockFormat.Q6_K);
        assertThat(GgufType.Q4_K_M.format("blk.6.attn_q.weight", true, 4096, 32))
                .isEqualTo(BlockFormat.Q4_K);
        assertThat(GgufType.Q4_K_M.format("blk.6.attn_norm.weight", false, 4096, 32))
                .isEqualTo(BlockFormat.F32);
    }

    @Test
    void refusesATokenizerThatLlamaCppHasNoRuleFor() throws IOException {
        Path model = folder.resolve("other");
        Files.createDirectories(model);
        for (String name :
                List.of("config.json", "model.safetensors", "tokenizer_config.json", "chat_template.jinja")) {
            Files.copy(Reference.file("tiny").resolve(name), model.resolve(name));
        }
        String tokenizer = Files.readString(Reference.file("tiny").resolve("tokenizer.json"));
        Files.writeString(
                model.resolve("tokenizer.json"), tokenizer.replaceFirst("\"use_regex\": true", "\"use_regex\": false"));
        Path file = folder.resolve("other.gguf");
        assertThatThrownBy(() -> new GgufExport(model, Optional.empty()).write(file, GgufType.F16, (done, all) -> {}))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("pre_tokenizer");
        assertThat(file).doesNotExist();
    }

    private GgufFile export(String model, GgufType type) throws IOException {
        Path file = folder.resolve(model + type + ".gguf");
        new GgufExport(Reference.file(model), Optional.empty()).write(file, type, (done, all) -> {});
        return GgufFile.read(file);
    }

    /** Half precision's own error, and what a sum in another order loses. */
    private static Offset<Float> near(float value) {
        return Offset.offset(Math.abs(value) * 0x1p-10f + 1e-6f);
    }
}
