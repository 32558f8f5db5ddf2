package org.residency.llm.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.memory.MemoryPart;
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.testing.Recorder;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.CheckpointMismatchException;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingDivergedException;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;

class SftTrainerTest {
    private static final SftSettings SETTINGS = SftSettings.defaults()
            .withMaxSteps(12)
            .withBatch(3, 2)
            .withLearningRate(1e-2, LearningRateSchedule.Shape.COSINE, 0.1)
            .withCheckpointEverySteps(5)
            .withMaxTokens(100);
    private static final LoraSettings LORA =
            LoraSettings.defaults().withRank(4, 8).withDropout(0.1);

    private final LanguageModel model = Reference.tinyModel();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void lowersTheLoss() {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        SftResult result = train(Optional.empty(), "out", recorder);
        assertThat(recorder.losses()).hasSize(12);
        assertThat(result.finalLoss()).isLessThan(recorder.losses().get(0) - 0.8);
        assertThat(result.validationLoss()).isPresent();
        assertThat(recorder.checkpoints()).containsExactly(5, 10, 12);
        assertThat(result.folder()).isEqualTo(folder.resolve("out/step-000012"));
    }

    @Test
    void endsWithTheSameBitsWhenResumed() throws Exception {
        SftResult whole = train(Optional.empty(), "whole", TrainingListener.SILENT);
        SftResult drained = train(Optional.empty(), "parts", new Recorder(7));
        assertThat(drained.drained()).isTrue();
        assertThat(drained.steps()).isEqualTo(7);
        SftResult resumed = train(Optional.of(drained.folder()), "parts", TrainingListener.SILENT);
        for (String file : List.of(
                "adapter_model.safetensors", "optimizer.safetensors", "training_state.json", "adapter_config.json")) {
            assertThat(resumed.folder().resolve(file))
                    .hasSameBinaryContentAs(whole.folder().resolve(file));
        }
        assertThat(Files.mismatch(
                        drained.folder().resolve("adapter_model.safetensors"),
                        whole.folder().resolve("adapter_model.safetensors")))
                .as("seven steps differ from twelve")
                .isNotNegative();
    }

    @Test
    void refusesACheckpointOfOtherData() {
        SftResult drained = train(Optional.empty(), "parts", new Recorder(7));
        assertThatThrownBy(() -> new SftTrainer(model.transformer(), LORA, SETTINGS)
                        .train(
                                examples().subList(0, 20),
                                List.of(),
                                Optional.of(drained.folder()),
                                folder.resolve("parts"),
                                TrainingListener.SILENT))
                .isInstanceOf(CheckpointMismatchException.class)
                .hasMessageContaining("fingerprint");
    }

    @Test
    void stopsWhereTheLossIsNoNumber() {
        SftSettings wild = SETTINGS.withLearningRate(1, LearningRateSchedule.Shape.CONSTANT, 0)
                .withMaxSteps(400)
                .withCheckpointEverySteps(0)
                .withOptimizer(new OptimizerSettings(0, 0.5, 1e-30, 0, Double.POSITIVE_INFINITY));
        LoraSettings huge = LORA.withRank(4, 1e30);
        assertThatThrownBy(() -> new SftTrainer(model.transformer(), huge, wild)
                        .train(
                                examples(),
                                List.of(),
                                Optional.empty(),
                                folder.resolve("wild"),
                                TrainingListener.SILENT))
                .isInstanceOf(TrainingDivergedException.class);
    }

    @Test
    void refusesAnExampleThatIsTooLong() {
        SftSettings narrow = SETTINGS.withMaxTokens(8);
        assertThat(SftTrainer.countTooLong(examples(), 8)).isEqualTo(24);
        assertThatThrownBy(() -> new SftTrainer(model.transformer(), LORA, narrow)
                        .train(examples(), List.of(), Optional.empty(), folder.resolve("out"), TrainingListener.SILENT))
                .isInstanceOf(ContextLengthException.class);
    }

    @Test
    void refusesWhatMemoryCannotHoldAndNamesWhatFits() {
        SftTrainer trainer = new SftTrainer(
                model.transformer(), LORA, SETTINGS, TrainingGuard.off(), (device, held) -> OptionalLong.of(200_000));
        assertThatThrownBy(() -> trainer.train(
                        examples(), List.of(), Optional.empty(), folder.resolve("out"), TrainingListener.SILENT))
                .isInstanceOfSatisfying(
                        MemoryShortageException.class,
                        e -> assertThat(e.largest()).isIn(MemoryPart.ACTIVATIONS, MemoryPart.LOGITS))
                .hasMessageContaining("what fits: sft.gradients checkpointed, sft.batchSize ")
                .hasMessageContaining("with sft.accumulationSteps ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private SftResult train(Optional<Path> resumeFrom, String name, TrainingListener listener) {
        return new SftTrainer(model.transformer(), LORA, SETTINGS)
                .train(examples(), examples().subList(0, 4), resumeFrom, folder.resolve(name), listener);
    }

    private static List<SftExample> examples() {
        List<SftExample> examples = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            int[] prompt = new int[6 + i % 5];
            for (int t = 0; t < prompt.length; t++) {
                prompt[t] = 20 + (i * 7 + t * 3) % 40;
            }
            examples.add(new SftExample(TokenIds.of(prompt), TokenIds.of(100 + i % 3, 110 + i % 3, 1)));
        }
        return examples;
    }
}
