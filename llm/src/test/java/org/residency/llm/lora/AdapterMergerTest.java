package org.residency.llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.folder.ModelFormatException;
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
