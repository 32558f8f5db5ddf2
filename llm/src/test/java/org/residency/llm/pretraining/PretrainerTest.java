package org.residency.llm.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.folder.ModelFolder;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.model.ModelConfig;
import org.residency.llm.model.Transformer;
import org.residency.llm.safetensors.ElementType;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.StepMetrics;
import org.residency.llm.training.TrainingListener;

class PretrainerTest {
    @TempDir
    Path folder;

    @Test
    void learnsAndGivesTheSameBitsAgain() {
        List<Double> losses = new ArrayList<>();
        train("one", ElementType.F32, new TrainingListener() {
            @Override
            public void onStep(StepMetrics metrics) {
                losses.add(metrics.loss());
            }
        });
        train("two", ElementType.F32, TrainingListener.SILENT);
        assertThat(losses).hasSize(40);
        assertThat(losses.get(39)).isLessThan(0.6 * losses.get(0));
        for (String file : List.of("model.safetensors", "config.json")) {
            assertThat(folder.resolve("two").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
        }
        try (Transformer model =
                Transformer.load(new ModelFolder(folder.resolve("one")), ComputeDevice.cpu(), ComputeType.FLOAT32, 1)) {
            assertThat(model.parameterCount())
                    .isEqualTo(64 * 32 + 32 + 2 * (2 * 32 + 2 * 32 * 32 + 2 * 16 * 32 + 3 * 48 * 32));
        }
    }

    @Test
    void writesHalfTheBytesInSixteenBits() throws Exception {
        train("wide", ElementType.F32, TrainingListener.SILENT);
        train("narrow", ElementType.BF16, TrainingListener.SILENT);
        long wide = java.nio.file.Files.size(folder.resolve("wide/model.safetensors"));
        long narrow = java.nio.file.Files.size(folder.resolve("narrow/model.safetensors"));
        assertThat(narrow).isLessThan((long) (0.53 * wide));
    }

    private void train(String name, ElementType type, TrainingListener listener) {
        ModelConfig config = ModelConfig.llama(64, 32, 48, 2, 4, 2, 64, 0, 1);
        PretrainingSettings settings = new PretrainingSettings(
                40, 4, 16, 1e-2, LearningRateSchedule.Shape.COSINE, 0.1, OptimizerSettings.defaults(), 3407);
        List<TokenIds> documents = new ArrayList<>();
        for (int d = 0; d < 40; d++) {
            documents.add(TokenIds.of(2 + d % 4, 10 + d % 4, 20 + d % 4, 30 + d % 4, 40 + d % 4, 1));
        }
        new Pretrainer(config, settings, 1).train(documents, folder.resolve(name), type, listener);
    }
}
