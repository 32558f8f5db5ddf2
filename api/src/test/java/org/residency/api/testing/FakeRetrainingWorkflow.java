package org.residency.api.testing;

import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Optional;
import org.residency.activities.FailureKind;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.identity.Decision;
import org.residency.identity.SignedStatement;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.RetrainingWorkflow;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunOutcome.Conclusion;
import org.residency.workflows.RunStatus;
import org.residency.workflows.SignOffReceipt;
import org.residency.workflows.SignOffRefused;

/**
 * Stands in for a run: the request's consent says what it does. {@code train} trains for a while, {@code fail} fails, and
 * anything else waits for a sign-off at once.
 */
public final class FakeRetrainingWorkflow implements RetrainingWorkflow {
    private final SampleRun sample;
    private final String script;
    private RunOutcome outcome;
    private boolean paused;
    private boolean registerRead;

    @WorkflowInit
    public FakeRetrainingWorkflow(RetrainingRequest request) {
        sample = new SampleRun(new InMemoryArtifactStore(), request);
        script = request.consent().orElse("");
    }

    @Override
    public RunOutcome retrain(RetrainingRequest request) {
        if (script.equals("fail")) {
            throw FailureKind.INVALID_INPUT.failure(
                    "file:///data/notes.jsonl: line 3: found no JSON, expected an object");
        }
        if (script.equals("train")) {
            Workflow.newUntypedActivityStub(ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofMinutes(1))
                            .setHeartbeatTimeout(Duration.ofSeconds(20))
                            .build())
                    .execute("TrainAdapter", String.class);
        }
        Workflow.await(() -> outcome != null);
        return outcome;
    }

    @Override
    public SignOffReceipt signOff(SignedStatement signed) {
        if (signed.statement().signer().equals("forger")) {
            throw FailureKind.SIGN_OFF_REFUSED.failure("the signature is not that of forger");
        }
        Conclusion conclusion =
                signed.statement().decision().approves() ? Conclusion.DEPLOYED : Conclusion.SIGN_OFF_REJECTED;
        RunStatus waiting = sample.waiting();
        outcome = new RunOutcome(
                waiting.request().run(), conclusion, "as the clinician said", Optional.empty(), Optional.empty());
        return new SignOffReceipt(
                signed.statement().signer(),
                signed.statement().decision(),
                waiting.manifests().get(0),
                signed.statement().decision() == Decision.APPROVED ? 1 : 0,
                1);
    }

    @Override
    public void validateSignOff(SignedStatement signed) {
        if (signed.statement().signer().equals("nell") && !registerRead) {
            throw new SignOffRefused.NoRight("signer: found 'nell', who is no registered clinician");
        }
        if (!signed.statement().mergedModelSha256().equals(sample.mergedModelSha256())) {
            throw new StaleDigest(
                    "mergedModelSha256: found " + signed.statement().mergedModelSha256() + ", expected "
                            + sample.mergedModelSha256() + "; read the present evaluation and sign that");
        }
    }

    @Override
    public void signOffBySignal(SignedStatement statement) {
        throw ApplicationFailure.newNonRetryableFailure("not in this fake", "UNUSED");
    }

    @Override
    public void readRegisterAgain() {
        registerRead = true;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public RunStatus status() {
        if (script.equals("train")) {
            return sample.begun();
        }
        RunStatus waiting = sample.waiting();
        return outcome == null && !paused
                ? waiting
                : new RunStatus(
                        waiting.request(),
                        waiting.stage(),
                        paused ? Optional.of("paused") : Optional.empty(),
                        waiting.ingest(),
                        waiting.deidentified(),
                        0,
                        0,
                        waiting.dataset(),
                        waiting.sft(),
                        waiting.rounds(),
                        waiting.grpo(),
                        waiting.merge(),
                        waiting.evaluation(),
                        waiting.verdict(),
                        waiting.signOffs(),
                        waiting.refusedStatements(),
                        waiting.manifests(),
                        waiting.reused(),
                        waiting.gpuTime(),
                        Optional.ofNullable(outcome));
    }

    /** As the real workflow's refusal: its class name is all that reaches the client as the failure's type. */
    public static final class StaleDigest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleDigest(String message) {
            super(message);
        }
    }
}
