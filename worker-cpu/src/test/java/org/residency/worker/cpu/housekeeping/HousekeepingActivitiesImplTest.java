package org.residency.worker.cpu.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.housekeeping.HousekeepingActivities;
import org.residency.activities.housekeeping.TidiedStore;
import org.residency.activities.housekeeping.TidyStoreRequest;
import org.residency.artifacts.Removable;
import org.residency.artifacts.RetentionPolicy;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.worker.cpu.ActivityHarness;

class HousekeepingActivitiesImplTest {

    private static final String CHECKPOINT = "runs/run-1/3-sft/checkpoints/step-000010/abc/index.json";
    private static final RetentionPolicy A_DAY =
            new RetentionPolicy(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final Map<String, Instant> ended = new HashMap<>();
    private final ActivityHarness harness = new ActivityHarness();
    private HousekeepingActivities activities;

    @BeforeEach
    void register() {
        activities = harness.stub(
                HousekeepingActivities.class,
                new HousekeepingActivitiesImpl(store, run -> Optional.ofNullable(ended.get(run.value()))));
        put("runs/run-1/request.json");
        put(CHECKPOINT);
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void onlyLooksWhereItIsAskedTo() {
        ended.put("run-1", Instant.EPOCH);

        TidiedStore tidied = activities.tidyStore(new TidyStoreRequest(A_DAY, true));

        assertThat(tidied.objects()).isEqualTo(Map.of(Removable.Kind.CHECKPOINT, 1));
        assertThat(tidied.examples()).containsExactly(CHECKPOINT);
        assertThat(store.find(CHECKPOINT)).isPresent();
    }

    @Test
    void removesWhatItFinds() {
        ended.put("run-1", Instant.EPOCH);

        activities.tidyStore(new TidyStoreRequest(A_DAY, false));

        assertThat(store.find(CHECKPOINT)).isEmpty();
        assertThat(store.find("runs/run-1/request.json")).isPresent();
    }

    @Test
    void leavesARunAloneOfWhichNobodyKnowsThatItEnded() {
        TidiedStore tidied = activities.tidyStore(new TidyStoreRequest(A_DAY, false));

        assertThat(tidied.leftAlone()).isEqualTo(1);
        assertThat(store.find(CHECKPOINT)).isPresent();
    }

    private void put(String key) {
        store.put(key, key.getBytes(StandardCharsets.UTF_8));
    }
}
