package org.residency.worker.cpu.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.schedule.DigestSourceRequest;
import org.residency.activities.schedule.KeepRunRequest;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.StoreOptions;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.worker.cpu.ActivityHarness;
import org.residency.worker.cpu.Workbench;

class ScheduleActivitiesImplTest {

    @TempDir
    private Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ActivityHarness harness = new ActivityHarness();
    private ScheduleActivities activities;

    @BeforeEach
    void register() {
        activities = harness.stub(
                ScheduleActivities.class,
                new ScheduleActivitiesImpl(store, StoreOptions.defaults(), new Workbench(folder.resolve("work"))));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void givesAnotherDigestOnceTheNotesHaveChanged() throws IOException {
        Path notes = Files.writeString(folder.resolve("notes.jsonl"), "{}\n");
        DigestSourceRequest request = new DigestSourceRequest(notes.toUri());

        ArtifactRef first = activities.digestSource(request);
        assertThat(activities.digestSource(request)).isEqualTo(first);

        Files.writeString(notes, "{}\n{}\n");
        assertThat(activities.digestSource(request).sha256()).isNotEqualTo(first.sha256());
    }

    @Test
    void doesNotTryAgainWhereThereAreNoNotes() {
        DigestSourceRequest request =
                new DigestSourceRequest(folder.resolve("none.jsonl").toUri());

        assertThat(failureOf(() -> activities.digestSource(request)).getType()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void keepsARequestOnceHoweverOftenItIsTried() {
        ObjectNode asked = JsonNodeFactory.instance.objectNode().put("requester", "ada");
        KeepRunRequest request = new KeepRunRequest(new RunId("run-1"), asked);

        activities.keepRequest(request);
        activities.keepRequest(request);

        assertThat(store.read(store.find("runs/run-1/request.json").orElseThrow()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"requester\":\"ada\"}");
    }
}
