package org.residency.workflows;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.residency.identity.SignedStatement;

/** One retraining, from request to deployment or refusal. Its workflow id is the run's id. */
@WorkflowInterface
public interface RetrainingWorkflow {

    /**
     * Runs the stages in order. A no, such as a closed gate, is a result; only faults fail the workflow.
     *
     * <p>A cancelled run removes its checkpoints and its candidate. A cancel that comes while the model is being put to
     * service comes too late: Temporal calls the execution cancelled, but {@link #status} has the outcome, and the
     * deployment stands until it is rolled back.
     */
    @WorkflowMethod
    RunOutcome retrain(RetrainingRequest request);

    /**
     * Takes a clinician's signed statement. Refused at once, with the reason and without a trace in the history, when
     * nothing waits for it, its digests are not those of this run, or the signer may not sign.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code SIGN_OFF_REFUSED} if the signature does not verify
     */
    @UpdateMethod(name = "signOff")
    SignOffReceipt signOff(SignedStatement statement);

    @UpdateValidatorMethod(updateName = "signOff")
    void validateSignOff(SignedStatement statement);

    /** The same for Temporal's own UI and command line, which send signals; a refusal is recorded in the status. */
    @SignalMethod(name = "signOffSignal")
    void signOffBySignal(SignedStatement statement);

    /**
     * Has a run that waits for a sign-off read the register of clinicians again, for somebody was registered since. It does
     * so by itself once a day only.
     */
    @SignalMethod
    void readRegisterAgain();

    /**
     * Holds the run. What trains, samples or evaluates keeps what it has learned and frees its device; other activities go on
     * to their end.
     */
    @SignalMethod
    void pause();

    /** Lets a paused run go on. */
    @SignalMethod
    void resume();

    @QueryMethod
    RunStatus status();
}
