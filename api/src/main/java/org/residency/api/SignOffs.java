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
import org.residency.activities.RunId;
import org.residency.artifacts.Sha256;
import org.residency.identity.Role;
import org.residency.identity.SignedStatement;
import org.residency.workflows.RunStatus;
import org.residency.workflows.SignOffReceipt;

/** Shows clinicians what to sign, and takes what they signed. */
@Singleton
class SignOffs {
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
        RunView view = observer.view(run);
        RunStatus status = view.status()
                .filter(known -> known.waiting().filter("sign-off"::equals).isPresent())
                .orElseThrow(() -> Refusal.conflict("run: '" + run + "' does not wait for a sign-off, it is "
                        + view.state().word()
                        + view.status()
                                .map(known -> " in stage " + known.stage().word())
                                .orElse("") + "; GET /runs/" + run + " says more"));
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
            return calls.within(wait, () -> {
                WorkflowUpdateHandle<SignOffReceipt> handle = workflow.startUpdate(options, signed);
                return handle.getResult();
            });
        } catch (WorkflowNotFoundException e) {
            throw control.notRunning(run, "signed off");
        } catch (WorkflowUpdateException e) {
            throw Refusal.conflict(
                    e.getCause() instanceof ApplicationFailure refused
                            ? refused.getOriginalMessage()
                            : "the statement was not recorded: "
                                    + RunFailure.of(e).message());
        } catch (WorkflowUpdateTimeoutOrCancelledException e) {
            throw Refusal.unavailable("the run did not answer within " + wait.toSeconds()
                    + " s: no workflow worker polls, or it cannot verify signatures now; send the same statement again"
                    + " later, it counts once");
        }
    }
}
