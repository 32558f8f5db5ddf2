package org.residency.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.signoff.Clinicians;
import org.residency.activities.signoff.NotifyCliniciansRequest;
import org.residency.activities.signoff.NotifyCliniciansRequest.Urgency;
import org.residency.activities.signoff.RecordStatementRequest;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.activities.signoff.SignOffSettings;
import org.residency.artifacts.ArtifactRef;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;

/** Where a run waits for clinicians' statements, takes them, and reminds of them. */
final class SignOffDesk {

    /** Who is registered as a clinician while the run waits for weeks is known after this long at the latest. */
    private static final Duration LIST_CLINICIANS_EVERY = Duration.ofDays(1);

    private final RunId run;
    private final String requester;
    private final SignOffSettings settings;
    private final List<SignOffReceipt> receipts = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    /** Also those whose statement is being recorded at this moment. */
    private final Set<String> signers = new HashSet<>();

    private Matter matter;
    private Clinicians clinicians;
    private String whyClosed = "its stages before are not finished";

    SignOffDesk(RetrainingRequest request) {
        run = request.run();
        requester = request.requester();
        settings = request.settings().signoff();
    }

    /** What a statement must be about. */
    private record Matter(String evaluationReportSha256, String mergedModelSha256) {}

    /** When, counted from the opening of the desk, to tell the clinicians what. */
    private record Deadline(Duration after, Urgency urgency) {}

    boolean isOpen() {
        return matter != null;
    }

    List<SignOffReceipt> receipts() {
        return List.copyOf(receipts);
    }

    /** How far the sign-off is; empty before anything waits for one. */
    Optional<String> progress() {
        if (clinicians == null) {
            return Optional.empty();
        }
        List<String> signed = receipts.stream()
                .map(receipt -> receipt.signer() + (receipt.decision().approves() ? " approved" : " rejected"))
                .toList();
        return Optional.of("%d of %d approvals%s"
                .formatted(
                        approvals(),
                        settings.requiredApprovals(),
                        signed.isEmpty() ? "" : " (" + String.join(", ", signed) + ")"));
    }

    /** Why statements that came as signals were refused. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /**
     * Waits until enough clinicians have approved, one has rejected, or the time is over.
     *
     * @param opened told when statements are taken
     */
    SignOffResult awaitStatements(ArtifactRef report, ArtifactRef model, Runnable opened) {
        clinicians = OnTheSpot.call(
                SignOffActivities.class,
                StageOptions.BOOKKEEPING,
                "List the clinicians",
                SignOffActivities::listClinicians);
        matter = new Matter(report.sha256(), model.sha256());
        opened.run();
        Promise<Void> notified = notifyClinicians(Urgency.WAITING);
        Duration waited = Duration.ZERO;
        for (Deadline deadline : deadlines()) {
            if (isDecidedWithin(deadline.after().minus(waited), deadline.urgency())) {
                break;
            }
            waited = deadline.after();
            listCliniciansAnew();
            notified = notifyClinicians(deadline.urgency());
        }
        matter = null;
        whyClosed = isDecided() ? "it is decided" : "its time is over";
        if (!isDecided()) {
            notified.get();
        }
        // A statement that is being recorded still counts: it may be a rejection.
        Workflow.await(Workflow::isEveryHandlerFinished);
        return new SignOffResult(ending(), receipts);
    }

    /** Refuses what needs no look outside; changes nothing, as validators must not. */
    void validate(SignedStatement signed) {
        if (matter == null) {
            throw new SignOffRefused.NothingWaits(run, whyClosed);
        }
        Statement statement = signed.statement();
        if (!statement.run().equals(run.value())) {
            throw new SignOffRefused.OtherRun(statement.run(), run);
        }
        requireSame("evaluationReportSha256", statement.evaluationReportSha256(), matter.evaluationReportSha256());
        requireSame("mergedModelSha256", statement.mergedModelSha256(), matter.mergedModelSha256());
        if (statement.signer().equals(requester)) {
            throw new SignOffRefused.SignerIsRequester(statement.signer());
        }
        requireRight(statement.signer(), signed.keyFingerprint());
        if (signers.contains(statement.signer())) {
            throw new SignOffRefused.SignedAlready(statement.signer());
        }
    }

    /** Has the signature verified and the statement kept. */
    SignOffReceipt take(SignedStatement signed) {
        try {
            // Again, for the desk may have closed since the validator ran.
            validate(signed);
        } catch (SignOffRefused e) {
            throw FailureKind.SIGN_OFF_REFUSED.failure(e.getMessage());
        }
        String signer = signed.statement().signer();
        signers.add(signer);
        try {
            ArtifactRef kept = activities(StageOptions.RECORD_STATEMENT, "Record the statement of " + signer)
                    .recordStatement(new RecordStatementRequest(run, signed));
            return receipt(signed.statement(), kept);
        } catch (ActivityFailure e) {
            signers.remove(signer);
            throw e.getCause() instanceof ApplicationFailure cause
                    ? ApplicationFailure.newNonRetryableFailure(cause.getOriginalMessage(), cause.getType())
                    : e;
        }
    }

    /** As {@link #take}, for a sender who gets no answer: a refusal is kept for the run's status. */
    void takeSignal(SignedStatement signed) {
        try {
            if (isOpen()) {
                // A signal leaves its trace in the history anyway, so the list may as well be a fresh one.
                clinicians = activities(StageOptions.RECORD_STATEMENT, "List the clinicians")
                        .listClinicians();
            }
            take(signed);
        } catch (TemporalFailure e) {
            refused.add(signed.statement().signer() + ": "
                    + (e instanceof ApplicationFailure failure
                            ? failure.getOriginalMessage()
                            : "could not be recorded"));
        }
    }

    /** So that a statement is taken of somebody who was registered while the run waits. */
    void readRegisterAgain() {
        if (isOpen()) {
            listCliniciansAnew();
        }
    }

    private SignOffReceipt receipt(Statement statement, ArtifactRef kept) {
        int approvals = approvals() + (statement.decision().approves() ? 1 : 0);
        SignOffReceipt receipt = new SignOffReceipt(
                statement.signer(), statement.decision(), kept, approvals, settings.requiredApprovals());
        receipts.add(receipt);
        return receipt;
    }

    private static void requireSame(String field, String found, String expected) {
        if (!found.equals(expected)) {
            throw new SignOffRefused.StaleDigest(field, found, expected);
        }
    }

    private void requireRight(String signer, String keyFingerprint) {
        String registered = clinicians.keyFingerprints().get(signer);
        if (registered == null) {
            throw new SignOffRefused.NoRight("signer: found '" + signer
                    + "', who is no registered clinician; expected one of "
                    + clinicians.keyFingerprints().keySet());
        }
        if (!registered.equals(keyFingerprint)) {
            throw new SignOffRefused.NoRight("keyFingerprint: found " + keyFingerprint + ", expected " + registered
                    + ", the registered key of '" + signer + "'; sign with that key");
        }
    }

    private List<Deadline> deadlines() {
        return List.of(
                new Deadline(settings.remindAfter(), Urgency.REMINDER),
                new Deadline(settings.escalateAfter(), Urgency.ESCALATION),
                new Deadline(settings.expireAfter(), Urgency.EXPIRED));
    }

    private boolean isDecidedWithin(Duration duration, Urgency otherwise) {
        CompletablePromise<Void> deadline = Workflow.newPromise();
        TimerOptions options = TimerOptions.newBuilder()
                .setSummary("Sign-off: until " + otherwise)
                .build();
        CancellationScope timer =
                Workflow.newCancellationScope(() -> deadline.completeFrom(Workflow.newTimer(duration, options)));
        timer.run();
        while (!isDecided() && !deadline.isCompleted()) {
            if (!Workflow.await(LIST_CLINICIANS_EVERY, () -> isDecided() || deadline.isCompleted())) {
                listCliniciansAnew();
            }
        }
        timer.cancel();
        return isDecided();
    }

    private boolean isDecided() {
        return isRejected() || approvals() >= settings.requiredApprovals();
    }

    private boolean isRejected() {
        return receipts.stream().anyMatch(receipt -> !receipt.decision().approves());
    }

    private int approvals() {
        return (int) receipts.stream()
                .filter(receipt -> receipt.decision().approves())
                .count();
    }

    private SignOffResult.Ending ending() {
        if (isRejected()) {
            return SignOffResult.Ending.REJECTED;
        }
        return isDecided() ? SignOffResult.Ending.APPROVED : SignOffResult.Ending.EXPIRED;
    }

    /** In the background: a register that cannot be read is no reason to stop waiting. */
    private void listCliniciansAnew() {
        Async.function(activities(StageOptions.BOOKKEEPING, "List the clinicians anew")::listClinicians)
                .handle((found, failure) -> {
                    if (failure == null) {
                        clinicians = found;
                    }
                    return null;
                });
    }

    /** In the background: a webhook that is down is no reason to stop waiting. */
    private Promise<Void> notifyClinicians(Urgency urgency) {
        SignOffActivities activities = activities(StageOptions.NOTIFY, "Notify the clinicians: " + urgency);
        return Async.procedure(activities::notifyClinicians, new NotifyCliniciansRequest(run, urgency))
                .handle((done, failure) -> {
                    if (failure != null) {
                        Workflow.getLogger(SignOffDesk.class).warn("Clinicians were not notified: {}", urgency);
                    }
                    return null;
                });
    }

    private static SignOffActivities activities(StageOptions options, String summary) {
        return Workflow.newActivityStub(SignOffActivities.class, options.summarized(summary));
    }
}
