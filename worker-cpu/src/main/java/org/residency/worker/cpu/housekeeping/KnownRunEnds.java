package org.residency.worker.cpu.housekeeping;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactCorruptException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;

/** Asks Temporal, and where it has forgotten the run, the last view that the api kept of it. */
@Singleton
class KnownRunEnds implements RunEnds {

    private final WorkflowClient client;
    private final ArtifactStore store;

    KnownRunEnds(WorkflowClient client, ArtifactStore store) {
        this.client = client;
        this.store = store;
    }

    @Override
    public Optional<Instant> of(RunId run) {
        try {
            WorkflowExecutionDescription known =
                    client.newUntypedWorkflowStub(run.value()).describe();
            return Optional.ofNullable(known.getCloseTime());
        } catch (WorkflowNotFoundException e) {
            return store.find("runs/" + run + "/ended.json")
                    .map(ref -> endedAt(ref, store.read(ref)))
                    .filter(text -> !text.isEmpty())
                    .map(Instant::parse);
        }
    }

    private static String endedAt(ArtifactRef view, byte[] bytes) {
        try {
            return new ObjectMapper().readTree(bytes).path("endedAt").asText("");
        } catch (IOException e) {
            throw new ArtifactCorruptException(view.uri() + ": found no JSON, expected the run's last view", e);
        }
    }
}
