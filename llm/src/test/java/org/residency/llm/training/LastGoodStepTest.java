package org.residency.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.training.LastGoodStep.Watched;

class LastGoodStepTest {
    private static final Watched LOSS = new Watched("Loss", 0.1);
    private static final Watched NORM = new Watched("Norm", 0);

    @Test
    void refusesWhatRisesTooFarAboveItsMeanAndItsFloor() {
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
                NDManager manager = kernels.newManager();
                AdamW optimizer = new AdamW(kernels, Map.of("one", manager.create(1f)), OptimizerSettings.defaults());
                LastGoodStep step =
                        new LastGoodStep(new TrainingGuard(2, 3, 0), kernels, optimizer, List.of(LOSS, NORM))) {
            for (int i = 0; i < 5; i++) {
                assertThat(step.accepts(NORM, 1000)).as("settled after %d", i).isTrue();
                step.learn(-0.01, 2);
            }
            assertThat(step.accepts(LOSS, 0.09)).isTrue();
            assertThat(step.accepts(LOSS, -0.11)).isFalse();
            assertThat(step.accepts(NORM, 5.9)).isTrue();
            assertThat(step.accepts(NORM, 6.1)).isFalse();
            assertThat(step.accepts(NORM, Double.NaN)).isFalse();
        }
    }

    @Test
    void putsParametersBackAndGivesUpInTheEnd() {
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1);
                NDManager manager = kernels.newManager()) {
            NDArray one = manager.create(new float[] {1});
            try (AdamW optimizer = new AdamW(kernels, Map.of("one", one), OptimizerSettings.defaults());
                    LastGoodStep step =
                            new LastGoodStep(new TrainingGuard(1, 0, 0), kernels, optimizer, List.of(LOSS))) {
                optimizer.gradients().get(0).addi(1f);
                optimizer.step(0.5);
                assertThat(one.getFloat()).isNotEqualTo(1f);
                assertThat(step.goBack(2, Double.NaN, 1)).contains("1 of at most 1 times");
                assertThat(one.getFloat()).isEqualTo(1f);
                assertThat(optimizer.steps()).isZero();
                assertThatThrownBy(() -> step.goBack(3, Double.NaN, 1)).isInstanceOf(TrainingDivergedException.class);
            }
        }
    }
}
