package org.residency.llm.dpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.residency.llm.memory.MemoryShortageException;
import org.residency.llm.testing.Recorder;
import org.residency.llm.testing.Reference;
import org.residency.llm.tokenizer.TokenIds;
import org.residency.llm.training.GradientMethod;
import org.residency.llm.training.LearningRateSchedule;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingGuard;
import org.residency.llm.training.TrainingListener;
import org.residency.llm.training.TrainingLoop;

class DpoTrainerTest {
    private static final LoraSettings LORA =
            LoraSettings.defaults().withRank(4, 8).withDropout(0.1);
    private static final DpoSettings SETTINGS = new DpoSettings(
            0.5,
            1,
            10,
            2,
            2,
            2e-2,
            LearningRateSchedule.Shape.LINEAR,
            0.1,
            OptimizerSettings.defaults(),
            64,
            4,
            5,
            7,
            GradientMethod.PACKED);

    private final LanguageModel model = Reference.tinyModel();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void learnsToPreferTheChosenOnPairsItHasNotSeen() {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        TrainingLoop.Outcome outcome = train(Optional.empty(), "out", recorder);
        assertThat(outcome.steps()).isEqualTo(10);
        // Before it has learned anything, every pair costs log 2.
        assertThat(recorder.losses().get(0)).isBetween(0.69, 0.70);
        assertThat(outcome.validationLoss().orElseThrow()).isLessThan(0.5);
        assertThat(recorder.measured().get(9).get("preference_accuracy")).isEqualTo(1);
    }

    @Test
    void endsWithTheSameBitsWhenResumed() {
        TrainingLoop.Outcome whole = train(Optional.empty(), "whole", TrainingListener.SILENT);
        TrainingLoop.Outcome drained = train(Optional.empty(), "parts", new Recorder(6));
        assertThat(drained.drained()).isTrue();
        TrainingLoop.Outcome resumed = train(Optional.of(drained.folder()), "parts", TrainingListener.SILENT);
        for (String file : List.of("adapter_model.safetensors", "optimizer.safetensors", "training_state.json")) {
            assertThat(resumed.folder().resolve(file))
                    .hasSameBinaryContentAs(whole.folder().resolve(file));
        }
    }

    @Test
    void goesOnWithAnAdapterThatIsThere() {
        TrainingLoop.Outcome first = train(Optional.empty(), "first", TrainingListener.SILENT);
        Recorder recorder = new Recorder(1);
        trainer()
                .startingWith(first.folder())
                .train(pairs(0, 20), List.of(), Optional.empty(), folder.resolve("second"), recorder);
        assertThat(recorder.losses().get(0)).isLessThan(0.5);
    }

    @Test
    void namesTheSettingsThatFitWhereMemoryDoesNot() {
        DpoTrainer narrow = new DpoTrainer(
                model.transformer(),
                LORA,
                Optional.empty(),
                SETTINGS,
                TrainingGuard.off(),
                (device, held) -> OptionalLong.of(150_000));
        assertThatThrownBy(() -> narrow.train(
                        pairs(0, 20), List.of(), Optional.empty(), folder.resolve("out"), TrainingListener.SILENT))
                .isInstanceOf(MemoryShortageException.class)
                .hasMessageContaining("dpo.gradients checkpointed");
    }

    private DpoTrainer trainer() {
        return new DpoTrainer(model.transformer(), LORA, SETTINGS, TrainingGuard.off());
    }

    private TrainingLoop.Outcome train(Optional<Path> resumeFrom, String name, TrainingListener listener) {
        return trainer().train(pairs(0, 20), pairs(20, 24), resumeFrom, folder.resolve(name), listener);
    }

    /** Even words are chosen, odd ones rejected. */
    private static List<PreferencePair> pairs(int from, int to) {
        List<PreferencePair> pairs = new ArrayList<>();
        for (int i = from; i < to; i++) {
            pairs.add(new PreferencePair(
                    TokenIds.of(20 + i, 40 + i % 7, 60),
                    TokenIds.of(100 + 2 * (i % 4), 110, 1),
                    TokenIds.of(101 + 2 * (i % 4), 111, 1)));
        }
        return pairs;
    }
}
