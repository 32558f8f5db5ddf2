package org.residency.workflows;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.net.URI;
import org.residency.activities.schedule.DigestSourceRequest;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.identity.SignedStatement;

/** The workflow as a release to come might have it: one that looks at the notes before it does anything else. */
public final class NextRelease implements RetrainingWorkflow, RoundListener {

    private final RetrainingWorkflowImpl former;

    @WorkflowInit
    public NextRelease(RetrainingRequest request) {
        former = new RetrainingWorkflowImpl(request);
    }

    @Override
    public RunOutcome retrain(RetrainingRequest request) {
        // A run that the release before began has not asked for this; its history would not fit.
        if (Workflow.getVersion("look-first", Workflow.DEFAULT_VERSION, 1) == 1) {
            Workflow.newActivityStub(ScheduleActivities.class, StageOptions.DIGEST_SOURCE.summarized("Look first"))
                    .digestSource(new DigestSourceRequest(URI.create("file:///notes.jsonl")));
        }
        return former.retrain(request);
    }

    @Override
    public SignOffReceipt signOff(SignedStatement statement) {
        return former.signOff(statement);
    }

    @Override
    public void validateSignOff(SignedStatement statement) {
        former.validateSignOff(statement);
    }

    @Override
    public void signOffBySignal(SignedStatement statement) {
        former.signOffBySignal(statement);
    }

    @Override
    public void readRegisterAgain() {
        former.readRegisterAgain();
    }

    @Override
    public void pause() {
        former.pause();
    }

    @Override
    public void resume() {
        former.resume();
    }

    @Override
    public RunStatus status() {
        return former.status();
    }

    @Override
    public void roundFinished(RunStatus.Round round) {
        former.roundFinished(round);
    }
}
