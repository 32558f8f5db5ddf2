package org.residency.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.SearchAttributes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.TaskQueues;
import org.residency.activities.ingest.Approval;
import org.residency.artifacts.ArtifactConflictException;
import org.residency.identity.Role;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RetrainingWorkflow;
import org.residency.workflows.RunAttributes;
import org.residency.workflows.RunPriority;

/** Starts runs, each once however often it is asked for. */
@Singleton
class RunStarter {
    private final SecureRandom random = new SecureRandom();
    private final WorkflowClient client;
    private final RunArchive archive;
    private final Registered registered;
    private final RunSearchAttributes searchAttributes;
    private final Restart restart;
    private final Turns turns;
    private final ObjectMapper json;

    RunStarter(
            WorkflowClient client,
            RunArchive archive,
            Registered registered,
            RunSearchAttributes searchAttributes,
            Restart restart,
            Turns turns,
            ObjectMapper json) {
        this.client = client;
        this.archive = archive;
        this.registered = registered;
        this.searchAttributes = searchAttributes;
        this.restart = restart;
        this.turns = turns;
        this.json = json;
    }

    /**
     * Starts the run that is asked for.
     *
     * @param asked a {@link RetrainingRequest}; a run id is chosen where it has none
     * @param idempotencyKey requests with the same key start one run
     * @throws JsonProcessingException if it is no such request
     */
    RunId start(ObjectNode asked, Optional<String> idempotencyKey) throws JsonProcessingException {
        restart.complete(asked);
        if (!asked.hasNonNull("run")) {
            RunId fresh = freshRunId();
            // Read before the key is kept: what cannot be started must not use the key up.
            read(asked, fresh);
            read(asked, idempotencyKey.map(key -> archive.runFor(key, fresh)).orElse(fresh));
        }
        RetrainingRequest request = json.treeToValue(asked, RetrainingRequest.class);
        Approval.fault(request.consent()).ifPresent(fault -> {
            throw Refusal.badRequest(fault);
        });
        registered.require("requester", request.requester(), Role.REQUESTER);
        if (request.priority() == RunPriority.URGENT) {
            // Who may pause other people's runs may put one before them.
            registered.require("priority URGENT: requester", request.requester(), Role.OPERATOR);
        }
        start(request);
        turns.warnWhereThereAreNone(request);
        return request.run();
    }

    private RetrainingRequest read(ObjectNode asked, RunId run) throws JsonProcessingException {
        asked.put("run", run.value());
        return json.treeToValue(asked, RetrainingRequest.class);
    }

    private void start(RetrainingRequest request) {
        try {
            archive.keep(request);
        } catch (ArtifactConflictException e) {
            throw Refusal.conflict("run: '" + request.run()
                    + "' is there already and was asked for something else; give" + " another id, or none");
        }
        try {
            start(request, searchAttributes.of(request));
        } catch (WorkflowServiceException e) {
            if (!(e.getCause() instanceof StatusRuntimeException refusal)
                    || !RunSearchAttributes.areRefusedBy(refusal)) {
                throw e;
            }
            searchAttributes.warnThatRunGoesWithout(
                    request.run().value(), refusal.getStatus().getDescription());
            start(request, SearchAttributes.EMPTY);
        }
    }

    private void start(RetrainingRequest request, SearchAttributes attributes) {
        RetrainingWorkflow workflow = client.newWorkflowStub(RetrainingWorkflow.class, options(request, attributes));
        try {
            WorkflowClient.start(workflow::retrain, request);
        } catch (WorkflowExecutionAlreadyStarted e) {
            // Asked for twice: the request is the same, for the archive has compared them.
            return;
        }
    }

    private WorkflowOptions options(RetrainingRequest request, SearchAttributes attributes) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(request.run().value())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setStaticSummary("Retraining asked for by " + request.requester())
                .setStaticDetails(details(request))
                .setTypedSearchAttributes(attributes)
                .setPriority(request.turn())
                .setMemo(RunAttributes.memo(request))
                .build();
    }

    private static String details(RetrainingRequest request) {
        var settings = request.settings();
        return """
                SFT %d steps, rank %d · GRPO %d rounds of %d prompts × %d · gate policy %s%s · %d approval(s)
                """.formatted(
                        settings.sft().maxSteps(),
                        settings.sft().rank(),
                        settings.grpo().rounds(),
                        settings.grpo().promptsPerRound(),
                        settings.grpo().groupSize(),
                        settings.gate().name(),
                        settings.gate().lowersTheBar() ? " (asks for less than the default)" : "",
                        settings.signoff().requiredApprovals());
    }

    private RunId freshRunId() {
        byte[] bytes = new byte[2];
        random.nextBytes(bytes);
        return RunId.at(Instant.now(), HexFormat.of().formatHex(bytes));
    }
}
