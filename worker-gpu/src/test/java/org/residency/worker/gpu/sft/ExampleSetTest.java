package org.residency.worker.gpu.sft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.dataset.ClinicalCase;
import org.residency.llm.LanguageModel;
import org.residency.llm.LoadOptions;
import org.residency.llm.sft.SftExample;
import org.residency.worker.gpu.testing.TinyModel;

class ExampleSetTest {

    @TempDir
    Path folder;

    @Test
    void cutsTheMiddleOfTheReasoningAndNeverTheAnswer() throws IOException {
        ClinicalCase fits = clinicalCase("Fever.", "Short.");
        ClinicalCase tooLong = clinicalCase("Fever.", "First this. " + "Then that. ".repeat(40) + "So it ends.");
        ClinicalCase hopeless = clinicalCase("Fever. ".repeat(100), "Short.");

        try (LanguageModel model = LanguageModel.load(TinyModel.write(folder), LoadOptions.cpu(1))) {
            ExampleSet set =
                    ExampleSet.of(List.of(fits, tooLong, hopeless), model.reasoningFormat(), model.tokenizer(), 100);

            assertThat(set.examples()).hasSize(2);
            assertThat(set.shortened()).isEqualTo(1);
            assertThat(set.dropped()).isEqualTo(1);
            SftExample cut = set.examples().get(1);
            assertThat(cut.size()).isEqualTo(100);
            assertThat(model.tokenizer().decodeWithSpecialTokens(cut.target()))
                    .startsWith("First this.")
                    .contains("So it ends.\n</think>\n\nDiagnosis: flu")
                    .endsWith(model.chatTemplate().endToken());
        }
    }

    private static ClinicalCase clinicalCase(String question, String reasoning) {
        return ClinicalCase.of(
                question,
                reasoning,
                "Diagnosis: flu",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of());
    }
}
