package org.residency.worker.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.residency.activities.Stage;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Checkpoint;

class TrainingHeartbeatTest {

    private static final Checkpoint CHECKPOINT =
            new Checkpoint(new ArtifactRef(URI.create("file:///a"), "0".repeat(64), 1), 20);

    private final FakeContext context = new FakeContext();

    @Test
    void beatsAtOnceAndThenNoMoreThanTwiceASecond() {
        try (TrainingHeartbeat heartbeat = heartbeat()) {
            for (int step = 1; step <= 100; step++) {
                heartbeat.report("steps", step, 100, Map.of("loss", 2.0, "broken", Double.NaN));
            }
        }
        assertThat(context.beats).hasSizeBetween(1, 3);
    }

    @Test
    void goesOnBeatingWhileOneStepTakesLong() throws InterruptedException {
        try (TrainingHeartbeat heartbeat = heartbeat()) {
            heartbeat.report("steps", 1, 2);
            Thread.sleep(2_600);
        }
        assertThat(context.beats).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void tellsOfACheckpointAtOnceAndCarriesOnItsPredecessors() {
        context.former =
                Optional.of(new TrainingBeat(Stage.SFT, "steps", 20, 60, null, Optional.of(CHECKPOINT), 1, 900));
        Checkpoint newer = new Checkpoint(CHECKPOINT.ref(), 40);
        try (TrainingHeartbeat heartbeat = heartbeat()) {
            assertThat(heartbeat.checkpoint()).contains(CHECKPOINT);
            assertThat(context.newest().checkpoint()).contains(CHECKPOINT);
            heartbeat.keep(newer);
        }
        assertThat(context.newest().checkpoint()).contains(newer);
    }

    @Test
    void keepsWhatWasReachedWhenCancelled() {
        try (TrainingHeartbeat heartbeat = heartbeat()) {
            context.answer = Optional.of(new ActivityCanceledException());
            heartbeat.keep(CHECKPOINT);

            assertThat(heartbeat.shouldStop()).isTrue();
            assertThat(heartbeat.isGivenUp())
                    .as("a paused run goes on from here")
                    .isFalse();
            assertThatThrownBy(heartbeat::throwIfStopped).isInstanceOf(ActivityCanceledException.class);
        }
    }

    @Test
    void keepsNothingForARunThatIsOver() {
        try (TrainingHeartbeat heartbeat = heartbeat()) {
            context.answer = Optional.of(new ActivityNotExistsException(new IllegalStateException("the run is over")));
            heartbeat.keep(CHECKPOINT);

            assertThat(heartbeat.shouldStop()).isTrue();
            assertThat(heartbeat.isGivenUp()).isTrue();
            assertThatThrownBy(heartbeat::throwIfStopped).isInstanceOf(ActivityNotExistsException.class);
        }
    }

    private TrainingHeartbeat heartbeat() {
        return new TrainingHeartbeat(context, () -> false, Stage.SFT, 2, progress -> {});
    }

    /** Stands for the server. */
    private static final class FakeContext extends ActivityExecutionContextBase {

        private final List<TrainingBeat> beats = new ArrayList<>();
        private Optional<TrainingBeat> former = Optional.empty();
        private Optional<ActivityCompletionException> answer = Optional.empty();

        FakeContext() {
            super((ActivityExecutionContext) null);
        }

        private synchronized TrainingBeat newest() {
            return beats.get(beats.size() - 1);
        }

        @Override
        public synchronized <V> void heartbeat(V details) {
            if (answer.isPresent()) {
                throw answer.get();
            }
            beats.add((TrainingBeat) details);
        }

        @Override
        public <V> Optional<V> getLastHeartbeatDetails(Class<V> type) {
            return former.map(type::cast);
        }
    }
}
