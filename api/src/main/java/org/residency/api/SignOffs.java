package org.residency.api;

import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.residency.activities.RunId;
import org.residency.artifacts.Sha256;
import org.residency.identity.Role;
import org.residency.identity.SignedStatement;
import org.residency.workflows.RetrainingWorkflow;
import org.residency.workflows.RunStatus;
import org.residency.workflows.SignOffReceipt;
import org.residency.workflows.SignOffRefused;

/** Shows clinicians what to sign, and takes what they signed. */
@Singleton
public class SignOffs {
    private static final Duration REGISTER_WAIT = Duration.ofSeconds(15);
    private static final int REGISTER_LOOK_MILLIS = 250;

    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final RunObserver observer;
    private final RunControl control;
    private final Registered registered;
    private final Duration wait;

    SignOffs(
            WorkflowClient client,
            TemporalCalls calls,
            RunObserver observer,
            RunControl control,
            Registered registered,
            ApiConfig config) {
        this.client = client;
        this.calls = calls;
        this.observer = observer;
        this.control = control;
        this.registered = registered;
        this.wait = config.api().signOffWait();
    }

    /** What is to be signed; refused while the run does not wait for it. */
    SignOffSheet sheet(RunId run) {
        return sheet(observer.view(run));
    }

    /** As {@link #sheet(RunId)}, of a run that has been looked at. */
    public SignOffSheet sheet(RunView view) {
        RunId run = view.run();
        if (!view.isWaitingForSignOff()) {
            throw Refusal.conflict("run: '" + run + "' does not wait for a sign-off, it is " + view.standing()
                    + "; GET /runs/" + run + " says more");
        }
        RunStatus status = view.status().orElseThrow();
        return new SignOffSheet(
                run,
                status.evaluation().orElseThrow().ref().sha256(),
                status.merge().orElseThrow().model().ref().sha256(),
                status.request().requester(),
                status.verdict().orElseThrow(),
                status.evaluation().get().evaluations(),
                status.evaluation().get().differences(),
                registered.names(Role.CLINICIAN).stream()
                        .filter(name -> !name.equals(status.request().requester()))
                        .toList(),
                status.signOffs(),
                status.request().settings().signoff().requiredApprovals());
    }

    /**
     * Has the run take the statement. The same signed statement, sent again, gets the first answer.
     *
     * @throws Refusal with the run's own reason, if it does not take it
     */
    SignOffReceipt sign(RunId run, SignedStatement signed) {
        UpdateOptions<SignOffReceipt> options = UpdateOptions.newBuilder(SignOffReceipt.class)
                .setUpdateName("signOff")
                .setUpdateId(Sha256.of(signed.signature().getBytes(StandardCharsets.UTF_8)))
                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                .build();
        WorkflowStub workflow = client.newUntypedWorkflowStub(run.value());
        try {
            return calls.within(wait, () -> send(workflow, options, signed));
        } catch (WorkflowNotFoundException e) {
            throw control.notRunning(run, "signed off");
        } catch (WorkflowUpdateException e) {
            if (isNewlyRegistered(e, signed)) {
                return signAfterRegisterIsReadAgain(run, workflow, options, signed);
            }
            throw refusal(e);
        } catch (WorkflowUpdateTimeoutOrCancelledException e) {
            throw Refusal.unavailable("the run did not answer within " + wait.toSeconds()
                    + " s: no workflow worker polls, or it cannot verify signatures now; send the same statement again"
                    + " later, it counts once");
        }
    }

    private static SignOffReceipt send(
            WorkflowStub workflow, UpdateOptions<SignOffReceipt> options, SignedStatement signed) {
        WorkflowUpdateHandle<SignOffReceipt> handle = workflow.startUpdate(options, signed);
        return handle.getResult();
    }

    /** Whether the run refuses, for its list of clinicians is older than the register, which has the signer with that key. */
    private boolean isNewlyRegistered(WorkflowUpdateException refusal, SignedStatement signed) {
        return refusal.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(SignOffRefused.NoRight.class.getName())
                && registered.has(Role.CLINICIAN, signed.statement().signer(), signed.keyFingerprint());
    }

    private SignOffReceipt signAfterRegisterIsReadAgain(
            RunId run, WorkflowStub workflow, UpdateOptions<SignOffReceipt> options, SignedStatement signed) {
        client.newWorkflowStub(RetrainingWorkflow.class, run.value()).readRegisterAgain();
        for (long end = System.nanoTime() + REGISTER_WAIT.toNanos(); ; ) {
            try {
                TimeUnit.MILLISECONDS.sleep(REGISTER_LOOK_MILLIS);
                return calls.within(wait, () -> send(workflow, options, signed));
            } catch (WorkflowUpdateException e) {
                if (!isNewlyRegistered(e, signed) || System.nanoTime() > end) {
                    throw refusal(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Refusal.unavailable("the api is about to end; send the same statement again");
            }
        }
    }

    private static Refusal refusal(WorkflowUpdateException e) {
        return Refusal.conflict(
                e.getCause() instanceof ApplicationFailure refused
                        ? refused.getOriginalMessage()
                        : "the statement was not recorded: " + RunFailure.of(e).message());
    }
}
