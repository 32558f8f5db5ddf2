package org.residency.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.residency.activities.FailureKind;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.llm.model.ContextLengthException;
import org.residency.llm.training.OptimizerSettings;
import org.residency.llm.training.TrainingDivergedException;

class ActivityFailuresTest {

    @Test
    void tellsTheKindsApart() {
        assertKind(new ArtifactCorruptException("x"), FailureKind.CORRUPT_ARTIFACT, false);
        assertKind(new ArtifactStoreException("x"), FailureKind.UNREACHABLE, true);
        assertKind(new TrainingDivergedException(3, Double.NaN, 1), FailureKind.LOSS_DIVERGED, false);
        assertKind(new ContextLengthException(9, 8), FailureKind.INVALID_INPUT, false);
        assertKind(new OutOfMemoryError("Java heap space"), FailureKind.OUT_OF_RESOURCES, true);
        assertKind(new EngineException("CUDA out of memory"), FailureKind.OUT_OF_RESOURCES, true);
        assertKind(
                new UncheckedIOException(new FileSystemException("a", null, "No space left on device")),
                FailureKind.OUT_OF_RESOURCES,
                true);
        assertKind(new NullPointerException(), FailureKind.INTERNAL, true);
    }

    @Test
    void tellsASettingOutOfTheEnginesRange() {
        RuntimeException failure = translated(() -> OptimizerSettings.defaults().withMaxGradientNorm(-1));

        assertThat(failure)
                .hasMessageContaining("maxGradientNorm is -1.0, must be above 0")
                .hasMessageContaining(FailureKind.INVALID_INPUT.name());
    }

    @Test
    void neverHandsOnAMessageThatIsNotOurs() {
        RuntimeException failure = translated(() -> {
            throw new IllegalStateException("Jane Roe, 54, has a fever");
        });

        assertThat(failure)
                .hasMessageNotContaining("Jane")
                .hasMessageContaining("java.lang.IllegalStateException at org.residency.")
                .hasNoCause();
    }

    @Test
    void leavesACancelAsItIs() {
        ActivityCanceledException cancelled = new ActivityCanceledException();

        assertThat(ActivityFailures.translate(cancelled)).isSameAs(cancelled);
    }

    private static RuntimeException translated(Runnable broken) {
        try {
            broken.run();
        } catch (RuntimeException e) {
            return ActivityFailures.translate(e);
        }
        throw new AssertionError("nothing was thrown");
    }

    private static void assertKind(Throwable problem, FailureKind kind, boolean retried) {
        assertThat(ActivityFailures.translate(problem)).isInstanceOfSatisfying(ApplicationFailure.class, failure -> {
            assertThat(failure.getType()).isEqualTo(kind.name());
            assertThat(failure.isNonRetryable()).isEqualTo(!retried);
        });
    }
}
