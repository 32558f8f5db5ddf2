package org.residency.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.folder.ModelFormatException;
import org.residency.llm.safetensors.SafetensorsReader;
import org.residency.llm.safetensors.SafetensorsWriter;
import org.residency.llm.safetensors.TensorToWrite;
import org.residency.llm.testing.Reference;

class AdapterMergerTest {
    private final Reference reference = new Reference();

    @TempDir
    Path folder;

    @Test
    void mergesAsPeftDoes() {
        Path output = folder.resolve("merged");
        new AdapterMerger().merge(Reference.file("tiny"), Reference.file("adapter"), output);
        try (LanguageModel base = Reference.tinyModel();
                LoraAdapter adapter = base.loadAdapter(Reference.file("adapter"));
                LanguageModel merged = LanguageModel.load(output, LoadOptions.cpu(1));
                NDManager owner = merged.transformer().kernels().newManager()) {
            Reference.assertClose(
                    merged.transformer().logits(reference.prompts().get(0), Optional.<LoraAdapter>empty(), owner),
                    Reference.floats(reference.get("merged_logits")),
                    1e-4);
            EquivalenceReport report =
                    AdapterMerger.compare(base.transformer(), adapter, merged.transformer(), reference.prompts());
            assertThat(report.greedyAgreement()).isEqualTo(1.0);
            assertThat(report.meanKl()).isBetween(-1e-9, 1e-9);
            assertThat(report.maxLogitDifference()).isLessThan(1e-4);
            assertThat(merged.reasoningFormat().digest())
                    .isEqualTo(base.reasoningFormat().digest());
        }
        assertThat(output.resolve("chat_template.jinja")).exists();
        assertThat(folder.resolve("merged.partial")).doesNotExist();
    }

    @Test
    void mergesShardByShard() throws Exception {
        Path base = folder.resolve("sharded");
        Files.createDirectories(base);
        for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(Reference.file("tiny").resolve(name), base.resolve(name));
        }
        SafetensorsReader whole = SafetensorsReader.open(Reference.file("tiny").resolve("model.safetensors"));
        StringBuilder index = new StringBuilder();
        for (int shard = 0; shard < 3; shard++) {
            String file = "model-%05d-of-00003.safetensors".formatted(shard + 1);
            List<TensorToWrite> tensors = new ArrayList<>();
            for (String name : whole.names()) {
                if (name.hashCode() % 3 == shard || (name.hashCode() % 3 < 0 && shard == 0)) {
                    tensors.add(new TensorToWrite(
                            name, whole.entry(name).type(), whole.entry(name).shape(), () -> whole.bytes(name)));
                    index.append(index.isEmpty() ? "" : ",").append("\"%s\":\"%s\"".formatted(name, file));
                }
            }
            SafetensorsWriter.write(base.resolve(file), tensors);
        }
        Files.writeString(base.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + index + "}}");
        new AdapterMerger().merge(Reference.file("tiny"), Reference.file("adapter"), folder.resolve("one"));
        List<Integer> told = new ArrayList<>();
        new AdapterMerger()
                .merge(base, Reference.file("adapter"), folder.resolve("three"), (done, all) -> told.add(all - done));
        SafetensorsReader one = SafetensorsReader.open(new ModelFolder(folder.resolve("one")));
        SafetensorsReader three = SafetensorsReader.open(new ModelFolder(folder.resolve("three")));
        assertThat(three.names()).hasSameElementsAs(one.names());
        one.names().forEach(name -> assertThat(three.bytes(name)).isEqualTo(one.bytes(name)));
        assertThat(folder.resolve("three").resolve("model.safetensors")).doesNotExist();
        assertThat(told).hasSize(one.names().size()).endsWith(0);
    }

    @Test
    void reportsTheDifferenceToTheBareBase() {
        try (LanguageModel base = Reference.tinyModel();
                LoraAdapter adapter = base.loadAdapter(Reference.file("adapter"))) {
            EquivalenceReport report =
                    AdapterMerger.compare(base.transformer(), adapter, base.transformer(), reference.prompts());
            assertThat(report.meanKl()).isGreaterThan(0.01);
            assertThat(report.greedyAgreement()).isLessThan(1.0);
        }
    }

    @Test
    void refusesAnAdapterOfAnotherBase() {
        assertThatThrownBy(() -> new AdapterMerger()
                        .merge(Reference.file("tiny"), Reference.file("tiny"), folder.resolve("merged")))
                .isInstanceOf(ModelFormatException.class);
        assertThat(Files.exists(folder.resolve("merged"))).isFalse();
    }
}
