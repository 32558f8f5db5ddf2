package org.residency.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.llm.LanguageModel;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.lora.LoraAdapter;
import org.residency.llm.lora.LoraSettings;
import org.residency.llm.testing.Reference;

/** Gradients of our own making, so that a fault comes when a test wants one. */
class TrainingLoopTest {
    private static final int STEPS = 14;

    private final LanguageModel model = Reference.tinyModel();
    private final List<String> setbacks = new ArrayList<>();
    private int stopAfter = Integer.MAX_VALUE;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void endsAtTheFirstFaultUnlessToldOtherwise() {
        Made made = new Made();
        made.noNumber = Set.of(8);
        assertThatThrownBy(() -> train(TrainingGuard.off(), made, "out"))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("step 9");
    }

    @Test
    void goesBackToTheLastGoodStepAndOnWithTheNextData() {
        Made made = new Made();
        made.noNumber = Set.of(8);
        TrainingLoop.Outcome outcome = train(new TrainingGuard(2, 0, 0), made, "out");
        assertThat(outcome.steps()).isEqualTo(STEPS);
        assertThat(setbacks).singleElement().asString().contains("9: loss NaN").contains("(1 of at most 2 times)");

        // The same as if neither the step at fault nor the one whose update it judged had been taken.
        Made skipping = new Made();
        skipping.withheld = Set.of(7, 8);
        TrainingLoop.Outcome wanted = train(TrainingGuard.off(), skipping, "wanted");
        assertSameAdapter(outcome, wanted);
    }

    @Test
    void takesARisenLossForAFault() {
        Made made = new Made();
        made.risen = Set.of(9);
        train(new TrainingGuard(1, 3, 0), made, "out");
        assertThat(setbacks).singleElement().asString().contains("10: loss 50.0");
    }

    @Test
    void takesAGradientThatIsNoNumberForAFault() {
        Made made = new Made();
        made.wildGradient = Set.of(4);
        TrainingLoop.Outcome outcome = train(new TrainingGuard(1, 0, 0), made, "out");
        assertThat(setbacks).singleElement().asString().contains("gradient norm NaN");
        Made skipping = new Made();
        skipping.withheld = Set.of(4);
        assertSameAdapter(outcome, train(TrainingGuard.off(), skipping, "wanted"));
    }

    @Test
    void givesUpAfterAsManySetbacksAsAllowed() {
        Made made = new Made();
        made.noNumber = Set.of(5, 6, 7);
        assertThatThrownBy(() -> train(new TrainingGuard(2, 0, 0), made, "out"))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("step 8")
                .hasMessageContaining("gone back to its last good step 2 times");
    }

    @Test
    void learnsTheSameWithAGuardThatHasNothingToDo() {
        assertSameAdapter(
                train(new TrainingGuard(3, 4, 0), new Made(), "guarded"),
                train(TrainingGuard.off(), new Made(), "plain"));
    }

    @Test
    void endsWithTheSameBitsWhenResumedJustBeforeAFault() {
        TrainingGuard guard = new TrainingGuard(2, 0, 20);
        Made made = new Made();
        made.noNumber = Set.of(8);
        TrainingLoop.Outcome whole = train(guard, made, "whole");
        stopAfter = 8;
        TrainingLoop.Outcome drained = train(guard, made, "parts");
        assertThat(drained.drained()).isTrue();
        stopAfter = Integer.MAX_VALUE;
        TrainingLoop.Outcome resumed = train(guard, made, "parts", Optional.of(new Checkpoint(drained.folder())));
        for (String file : List.of(
                "adapter_model.safetensors", "optimizer.safetensors", "training_state.json", "last_good.safetensors")) {
            assertThat(resumed.folder().resolve(file))
                    .hasSameBinaryContentAs(whole.folder().resolve(file));
        }
    }

    @Test
    void stopsEarlyWithTheBestAdapter() {
        Made made = new Made();
        made.validations = List.of(3.0, 2.0, 2.5, 2.1, 1.0, 1.0);
        TrainingLoop.Outcome outcome = train(new TrainingGuard(0, 0, 2), made, "out");
        assertThat(outcome.steps()).isEqualTo(8);
        assertThat(outcome.adapterStep()).isEqualTo(4);
        assertThat(outcome.validationLoss()).hasValue(2.0);
        Made half = new Made();
        stopAfter = 4;
        assertSameAdapter(outcome, train(TrainingGuard.off(), half, "half"));
        stopAfter = Integer.MAX_VALUE;
        // What ended does not go on.
        TrainingLoop.Outcome again =
                train(new TrainingGuard(0, 0, 2), made, "out", Optional.of(new Checkpoint(outcome.folder())));
        assertThat(again.steps()).isEqualTo(8);
        assertSameAdapter(again, outcome);
    }

    @Test
    void refusesAGuardThatCannotWork() {
        assertThatThrownBy(() -> new TrainingGuard(0, 2, 0)).hasMessageContaining("maxSetbacks 0");
        assertThatThrownBy(() -> new TrainingGuard(1, 0.5, 0)).hasMessageContaining("must be 0 or above 1");
    }

    private static void assertSameAdapter(TrainingLoop.Outcome one, TrainingLoop.Outcome other) {
        assertThat(one.folder().resolve("adapter_model.safetensors"))
                .hasSameBinaryContentAs(other.folder().resolve("adapter_model.safetensors"));
    }

    private TrainingLoop.Outcome train(TrainingGuard guard, Made made, String name) {
        return train(guard, made, name, Optional.empty());
    }

    private TrainingLoop.Outcome train(TrainingGuard guard, Made made, String name, Optional<Checkpoint> resumed) {
        LearningRateSchedule schedule = new LearningRateSchedule(LearningRateSchedule.Shape.CONSTANT, 1e-2, 0, STEPS);
        TrainingLoop.Plan plan = new TrainingLoop.Plan("made", "made", schedule, 3, 2, guard);
        LoraSettings lora = LoraSettings.defaults().withRank(2, 4);
        try (LoraAdapter adapter = resumed.map(checkpoint -> LoraAdapter.load(model.transformer(), checkpoint.folder()))
                        .orElseGet(() -> LoraAdapter.create(model.transformer(), lora, 1));
                AdamW optimizer = new AdamW(
                        model.transformer().kernels(),
                        List.of(adapter.flat()),
                        new OptimizerSettings(0, 0, 1e-8, 0, 1))) {
            made.optimizer = optimizer;
            made.kernels = model.transformer().kernels();
            made.manager = model.transformer().kernels().newManager();
            try (NDManager own = made.manager) {
                return new TrainingLoop(
                                model.transformer(), plan, adapter, optimizer, folder.resolve(name), new Listener())
                        .run(made, resumed);
            }
        }
    }

    private final class Listener implements TrainingListener {
        private int taken;

        @Override
        public void onStep(StepMetrics metrics) {
            taken = metrics.step();
        }

        @Override
        public void onSetback(int step, String reason) {
            setbacks.add(step + ": " + reason);
        }

        @Override
        public boolean shouldDrain() {
            return taken >= stopAfter;
        }
    }

    /** Without memory of former steps (betas 0), so that a step withheld is a step that never was. */
    private static final class Made implements StepwiseTraining {
        private Set<Integer> noNumber = Set.of();
        private Set<Integer> risen = Set.of();
        private Set<Integer> wildGradient = Set.of();
        private Set<Integer> withheld = Set.of();
        private List<Double> validations = List.of();
        private int last;
        private AdamW optimizer;
        private NDManager manager;
        private Kernels kernels;

        @Override
        public Pass accumulate(int step) {
            last = step;
            for (NDArray gradient : optimizer.gradients()) {
                double value = withheld.contains(step) ? 0 : 0.001 * (step + 1);
                double made = wildGradient.contains(step) || noNumber.contains(step) ? Double.NaN : value;
                kernels.copy(List.of(manager.full(gradient.getShape(), (float) made)), List.of(gradient));
            }
            double loss = risen.contains(step) ? 50 : 2 - 0.05 * step;
            return new Pass(noNumber.contains(step) ? Double.NaN : loss, 10, 5, Map.of());
        }

        @Override
        public OptionalDouble validate() {
            return OptionalDouble.of(validations.isEmpty() ? 5 - 0.1 * last : validations.get(last / 2));
        }
    }
}
