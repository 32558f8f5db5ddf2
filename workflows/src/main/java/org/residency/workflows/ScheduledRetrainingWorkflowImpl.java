package org.residency.workflows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.schedule.DigestSourceRequest;
import org.residency.activities.schedule.KeepRunRequest;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.artifacts.ArtifactRef;

/** Compares with the last look's result, which the schedule hands on. */
public final class ScheduledRetrainingWorkflowImpl implements ScheduledRetrainingWorkflow {

    private static final ObjectMapper JSON = JacksonJsonPayloadConverter.newDefaultObjectMapper();

    @Override
    public ScheduledLook look(ScheduledRetraining scheduled) {
        ArtifactRef source = Workflow.newActivityStub(
                        ScheduleActivities.class,
                        StageOptions.DIGEST_SOURCE.summarized("Look whether the notes changed"))
                .digestSource(new DigestSourceRequest(scheduled.retraining().source()));
        Optional<ScheduledLook> last = Optional.ofNullable(Workflow.getLastCompletionResult(ScheduledLook.class));
        if (last.filter(look -> look.source().sha256().equals(source.sha256())).isPresent()) {
            return new ScheduledLook(source, Optional.empty());
        }
        RetrainingRequest request = scheduled.retraining().as(freshRunId(source));
        Workflow.newActivityStub(ScheduleActivities.class, StageOptions.BOOKKEEPING.summarized("Keep the request"))
                .keepRequest(new KeepRunRequest(request.run(), JSON.valueToTree(request)));
        start(scheduled.schedule(), request);
        return new ScheduledLook(source, Optional.of(request.run()));
    }

    /** The run outlives this workflow: nobody waits for it here. */
    private static void start(String schedule, RetrainingRequest request) {
        ChildWorkflowOptions.Builder options = ChildWorkflowOptions.newBuilder()
                .setWorkflowId(request.run().value())
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setPriority(request.turn())
                .setStaticSummary(
                        "Retraining asked for by %s, started by schedule %s".formatted(request.requester(), schedule))
                .setMemo(RunAttributes.memo(request));
        // A schedule that was given attributes is on a server that knows them; another would try the same step for
        // ever.
        if (Workflow.getTypedSearchAttributes().containsKey(RunAttributes.REQUESTER)) {
            options.setTypedSearchAttributes(
                    RunAttributes.atStart(request, Instant.ofEpochMilli(Workflow.currentTimeMillis())));
        }
        RetrainingWorkflow run = Workflow.newChildWorkflowStub(RetrainingWorkflow.class, options.build());
        Async.function(run::retrain, request);
        Workflow.getWorkflowExecution(run).get();
    }

    private static RunId freshRunId(ArtifactRef source) {
        return RunId.at(
                Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                source.sha256().substring(0, 4));
    }
}
