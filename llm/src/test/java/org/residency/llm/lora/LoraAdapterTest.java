package org.residency.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.residency.llm.LanguageModel;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;

class LoraAdapterTest {
    private final LanguageModel model = Reference.tinyModel();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void isWrittenAsPeftWroteIt() throws Exception {
        try (LoraAdapter adapter = model.loadAdapter(Reference.file("adapter"))) {
            assertThat(adapter.settings().scaling()).isEqualTo(8 / 2.0);
            adapter.save(folder);
            try (LoraAdapter again = model.loadAdapter(folder)) {
                assertThat(again.settings()).isEqualTo(adapter.settings());
                adapter.namedTensors()
                        .forEach((name, tensor) -> assertThat(
                                        again.namedTensors().get(name).toFloatArray())
                                .isEqualTo(tensor.toFloatArray()));
            }
            assertThat(folder.toFile().list())
                    .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
        }
    }

    @Test
    void changesNothingWhenFresh() {
        TokenIds text = TokenIds.of(5, 9, 42, 17);
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), LoraSettings.defaults(), 1);
                NDManager owner = model.transformer().kernels().newManager()) {
            NDArray with = model.transformer().logits(text, Optional.of(adapter), owner);
            NDArray without = model.transformer().logits(text, Optional.<LoraAdapter>empty(), owner);
            assertThat(with.toFloatArray()).isEqualTo(without.toFloatArray());
        }
    }

    @Test
    void beginsUniformWithinKaimingsBound() {
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), LoraSettings.defaults(), 1)) {
            NDArray a = adapter.namedTensors().get(new AdapterTensor(0, Projection.QUERY, AdapterTensor.Part.A).name());
            double bound = 1 / Math.sqrt(32);
            assertThat(a.max().getFloat()).isBetween((float) (0.95 * bound), (float) bound);
            assertThat(a.min().getFloat()).isBetween((float) -bound, (float) (-0.95 * bound));
            assertThat(a.mean().getFloat()).isBetween(-0.02f, 0.02f);
        }
    }

    @Test
    void keepsToItsTargets() {
        LoraSettings settings = LoraSettings.defaults().withTargets(Set.of(Projection.QUERY, Projection.VALUE));
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), settings, 1)) {
            assertThat(adapter.namedTensors()).hasSize(2 * 2 * 2);
            assertThat(adapter.tensors()).hasSize(14 * 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "'[\"q_proj\", \"self_attn.v_proj\"]' @ 4",
                "'[\"layers.1.self_attn.q_proj\", \"down_proj\"]' @ 3",
                "'\".*\\\\.layers\\\\.[01]\\\\.mlp\\\\.(up|gate)_proj\"' @ 4",
                "'\"model\\\\.layers\\\\.0\\\\..*\"' @ 7",
                "'\"all-linear\"' @ 14",
            })
    void readsTargetsByNameAndByPattern(String targets, int modules) throws Exception {
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(
                config,
                "{\"peft_type\":\"LORA\",\"bias\":\"none\",\"r\":2,\"lora_alpha\":4,\"target_modules\":" + targets
                        + "}");
        AdapterConfig read = AdapterConfig.read(config, 2);
        assertThat(count(read.targets())).isEqualTo(modules);
        read.write(config, 2);
        AdapterConfig again = AdapterConfig.read(config, 2);
        assertThat(again.settings()).isEqualTo(read.settings());
        assertThat(again.targets().names(2)).isEqualTo(read.targets().names(2));
    }

    private static long count(TargetModules targets) {
        return IntStream.range(0, 2)
                .mapToLong(layer -> Arrays.stream(Projection.values())
                        .filter(projection -> targets.include(layer, projection))
                        .count())
                .sum();
    }

    @Test
    void refusesAPatternThatTakesForEver() throws Exception {
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(
                config,
                "{\"peft_type\":\"LORA\",\"bias\":\"none\",\"r\":2,\"lora_alpha\":4,\"target_modules\":\"(.*.*)*(.*.*)*x\"}");
        assertThatThrownBy(() -> AdapterConfig.read(config, 2))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("target_modules");
    }

    @Test
    void refusesAnAdapterOfAnotherModel() throws Exception {
        try (LoraAdapter adapter = LoraAdapter.create(model.transformer(), LoraSettings.defaults(), 1)) {
            adapter.save(folder);
        }
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replace("\"r\" : 16", "\"r\" : 8"));
        assertThatThrownBy(() -> model.loadAdapter(folder))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("of shape (16, 32); expected shape (8, 32)");
    }
}
