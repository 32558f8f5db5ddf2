package org.residency.llm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.residency.llm.kernels.ComputeDevice;
import org.residency.llm.kernels.ComputeType;
import org.residency.llm.kernels.Kernels;
import org.residency.llm.memory.MemoryGuard.Alternative;

class MemoryGuardTest {
    private static final MemoryPlan PLAN = plan(Map.of(
            MemoryPart.WEIGHTS, 9_000_000_000L, MemoryPart.ACTIVATIONS, 4_000_000_000L, MemoryPart.LOGITS, 1_000_000L));

    @Test
    void namesTheLargestPartAndTheNearestSettingThatFits() {
        MemoryGuard guard = new MemoryGuard((device, held) -> OptionalLong.of(3_000_000_000L), ComputeDevice.cpu());
        assertThatThrownBy(() -> guard.requireRoom(
                        PLAN,
                        Stream.of(
                                new Alternative("still too much", PLAN),
                                new Alternative("half", plan(Map.of(MemoryPart.ACTIVATIONS, 2_000_000_000L))),
                                new Alternative("least", plan(Map.of())))))
                .isInstanceOfSatisfying(
                        MemoryShortageException.class,
                        e -> assertThat(e.largest()).isEqualTo(MemoryPart.ACTIVATIONS))
                .hasMessageContaining("needs 4.0 GB (activations 4.0 GB, logits 1 MB)")
                .hasMessageContaining("3.0 GB are free")
                .hasMessageContaining("what fits: half (2.0 GB)");
    }

    @Test
    void letsPassWhatFitsAndWhatNobodyCanTell() {
        assertThatCode(() -> new MemoryGuard((device, held) -> OptionalLong.of(4_100_000_000L), ComputeDevice.cpu())
                        .requireRoom(PLAN, Stream.of()))
                .doesNotThrowAnyException();
        assertThatCode(() -> new MemoryGuard((device, held) -> OptionalLong.empty(), ComputeDevice.cpu())
                        .requireRoom(PLAN, Stream.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void takesTheFasterWayWhereItLeavesAFifthOfWhatIsFree() {
        MemoryGuard guard = new MemoryGuard((device, held) -> OptionalLong.of(5_000_000_000L), ComputeDevice.cpu());
        Optional<MemoryPlan> fits = Optional.of(plan(Map.of(MemoryPart.ACTIVATIONS, 4_000_000_000L)));
        Optional<MemoryPlan> tooMuch = Optional.of(plan(Map.of(MemoryPart.ACTIVATIONS, 4_000_000_001L)));
        assertThat(guard.requireRoom(PLAN, fits, Stream.of())).isTrue();
        assertThat(guard.requireRoom(PLAN, tooMuch, Stream.of())).isFalse();
        assertThat(guard.requireRoom(PLAN, Optional.empty(), Stream.of())).isFalse();
        assertThat(new MemoryGuard((device, held) -> OptionalLong.empty(), ComputeDevice.cpu())
                        .requireRoom(PLAN, fits, Stream.of()))
                .isFalse();
    }

    @Test
    void survivesTheEngineRunningOut() {
        try (Kernels kernels = Kernels.start(ComputeDevice.cpu(), 1)) {
            assertThatThrownBy(() -> MemoryGuard.during(PLAN, () -> ones(kernels, 1L << 46)))
                    .isInstanceOf(MemoryShortageException.class)
                    .hasMessageContaining("memory ran out")
                    .hasMessageContaining("weights take most");
            assertThat(MemoryGuard.during(PLAN, () -> ones(kernels, 4))).isPositive();
        }
    }

    @Test
    void tellsOfThisMachine() {
        OptionalLong free = FreeMemory.ofThisMachine().bytes(ComputeDevice.cpu(), 0);
        free.ifPresent(bytes -> assertThat(bytes).isBetween(1L << 20, 1L << 50));
    }

    private static float ones(Kernels kernels, long count) {
        try (NDManager step = kernels.newManager()) {
            return kernels.call("probe_copy", step)
                    .tensor(step.create(0f))
                    .integers(count, ComputeType.FLOAT32.torchCode(), 1)
                    .run()
                    .head()
                    .getFloat();
        }
    }

    private static MemoryPlan plan(Map<MemoryPart, Long> parts) {
        return new MemoryPlan(parts);
    }
}
