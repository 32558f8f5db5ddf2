package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.signoff.NotifyCliniciansRequest.Urgency;
import org.residency.identity.Decision;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;
import org.residency.workflows.RunOutcome.Conclusion;

class SignOffTest {

    private static final String REPORT = Sample.REPORT.sha256();
    private static final String MODEL = Sample.MERGED.ref().sha256();

    private final TestHospital hospital = new TestHospital();

    @AfterEach
    void close() {
        hospital.close();
    }

    @Test
    void endsTheRunWhereAClinicianRejects() {
        hospital.signsWhenAsked("dr-ada", Decision.REJECTED_WRONG_REASONING);

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SIGN_OFF_REJECTED);
        assertThat(outcome.reason()).isEqualTo("dr-ada refused to sign: REJECTED_WRONG_REASONING");
        assertThat(outcome.manifest()).contains(Sample.ref("manifest/8-signoff"));
        assertThat(lastSettings()).containsEntry("signoff.ending", "REJECTED");
        assertThat(hospital.script.calls()).doesNotContain("loadCandidate");
    }

    @Test
    void remindsEscalatesAndExpires() {
        long start = hospital.server.currentTimeMillis();

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SIGN_OFF_EXPIRED);
        assertThat(hospital.cpu.notified)
                .containsExactly(Urgency.WAITING, Urgency.REMINDER, Urgency.ESCALATION, Urgency.EXPIRED);
        assertThat(Duration.ofMillis(hospital.server.currentTimeMillis() - start))
                .isBetween(Duration.ofDays(21), Duration.ofDays(23));
        assertThat(lastSettings()).containsEntry("signoff.ending", "EXPIRED");
        assertThat(hospital.script.calls()).doesNotContain("loadCandidate");
    }

    @Test
    void waitsForWeeksThoughNobodyCanBeNotified() {
        for (int call = 1; call < 500; call++) {
            hospital.script.failCall("notifyClinicians", call, FailureKind.UNREACHABLE.failure("webhook: no answer"));
        }

        RunOutcome outcome = hospital.run().retrain(Sample.request());

        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SIGN_OFF_EXPIRED);
        assertThat(hospital.cpu.notified).isEmpty();
    }

    @Test
    void waitsForAsManyApprovalsAsAreAskedFor() throws Exception {
        hospital.start(Sample.request(Sample.settings(Sample.grpo(1, 1), Sample.signOff(2))));
        hospital.awaitSignOffDesk();

        SignOffReceipt first = hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        assertThat(first.approvals()).isEqualTo(1);
        assertThat(first.requiredApprovals()).isEqualTo(2);
        assertThat(hospital.started().status().waiting()).contains("sign-off");

        SignOffReceipt second = hospital.sign(Sample.statement("dr-ben", Decision.APPROVED));
        assertThat(second.approvals()).isEqualTo(2);
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    @Test
    void endsTheRunWhereOneOfTwoRejects() throws Exception {
        hospital.start(Sample.request(Sample.settings(Sample.grpo(1, 1), Sample.signOff(2))));
        hospital.awaitSignOffDesk();

        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        hospital.sign(Sample.statement("dr-ben", Decision.REJECTED_OTHER));

        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.SIGN_OFF_REJECTED);
    }

    @Test
    void countsARejectionThatWasBeingRecordedWhenTheLastApprovalCame() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.script.hold("recordStatement");
        CompletableFuture<SignOffReceipt> rejection = CompletableFuture.supplyAsync(
                () -> hospital.sign(Sample.statement("dr-ben", Decision.REJECTED_UNSAFE_ANSWERS)));
        hospital.script.awaitCall("recordStatement");
        CompletableFuture<SignOffReceipt> approval =
                CompletableFuture.supplyAsync(() -> hospital.sign(Sample.statement("dr-ada", Decision.APPROVED)));
        hospital.script.awaitCalls("recordStatement", 2);
        hospital.script.release("recordStatement");

        assertThat(CompletableFuture.allOf(rejection, approval)).succeedsWithin(Duration.ofSeconds(60));
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.SIGN_OFF_REJECTED);
    }

    @Test
    void takesTheStatementOfWhoWasRegisteredMeanwhileOnceItHasReadTheRegisterAgain() throws Exception {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
        hospital.cpu.clinicians.put("dr-new", FakeCpu.fingerprint("dr-new"));
        SignedStatement statement = Sample.statement("dr-new", Decision.APPROVED);
        assertThat(catchThrowableOfType(WorkflowUpdateException.class, () -> hospital.sign(statement)))
                .isNotNull();
        long read = hospital.script.calls("listClinicians");

        hospital.started().readRegisterAgain();
        hospital.script.awaitCalls("listClinicians", read + 1);
        // The workflow has the list a moment after the activity has given it.
        long end = System.nanoTime() + 60_000_000_000L;
        while (catchThrowableOfType(WorkflowUpdateException.class, () -> hospital.sign(statement)) != null) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }

        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    @Test
    void refusesAStatementBeforeAnythingWaits() throws Exception {
        hospital.script.hold("trainAdapter");
        hospital.start(Sample.request());
        hospital.script.awaitCall("trainAdapter");

        ApplicationFailure refusal = refusalOf(Sample.statement("dr-ada", Decision.APPROVED));

        assertThat(refusal.getType()).isEqualTo(SignOffRefused.NothingWaits.class.getName());
        assertThat(refusal.getOriginalMessage()).contains("its stages before are not finished");
    }

    @Test
    void refusesAStaleEvaluationReportAndNamesTheExpectedOne() throws Exception {
        startAndWait();
        String stale = Sample.ref("former-report").sha256();

        ApplicationFailure refusal = refusalOf(signed("dr-ada", Sample.RUN.value(), stale, MODEL));

        assertThat(refusal.getType()).isEqualTo(SignOffRefused.StaleDigest.class.getName());
        assertThat(refusal.getOriginalMessage())
                .isEqualTo("evaluationReportSha256: found " + stale + ", expected " + REPORT
                        + "; read the present evaluation and sign that");
    }

    @Test
    void refusesStaleWeightsAndNamesTheExpectedOnes() throws Exception {
        startAndWait();
        String stale = Sample.ref("former-model").sha256();

        ApplicationFailure refusal = refusalOf(signed("dr-ada", Sample.RUN.value(), REPORT, stale));

        assertThat(refusal.getType()).isEqualTo(SignOffRefused.StaleDigest.class.getName());
        assertThat(refusal.getOriginalMessage())
                .startsWith("mergedModelSha256: found " + stale + ", expected " + MODEL);
    }

    @Test
    void refusesAStatementAboutAnotherRun() throws Exception {
        startAndWait();

        assertThat(refusalOf(signed("dr-ada", "run-of-yesterday", REPORT, MODEL))
                        .getType())
                .isEqualTo(SignOffRefused.OtherRun.class.getName());
    }

    @Test
    void refusesTheRequesterThoughAClinician() throws Exception {
        startAndWait();

        assertThat(refusalOf(Sample.statement("sam", Decision.APPROVED)).getType())
                .isEqualTo(SignOffRefused.SignerIsRequester.class.getName());
    }

    @Test
    void refusesWhoIsNoClinician() throws Exception {
        startAndWait();

        ApplicationFailure refusal = refusalOf(Sample.statement("mallory", Decision.APPROVED));

        assertThat(refusal.getType()).isEqualTo(SignOffRefused.NoRight.class.getName());
        assertThat(refusal.getOriginalMessage())
                .isEqualTo("signer: found 'mallory', who is no registered clinician; expected one of"
                        + " [dr-ada, dr-ben, sam]");
    }

    @Test
    void refusesAKeyThatIsNotTheSigners() throws Exception {
        startAndWait();
        Statement statement = Sample.statement("dr-ada", Decision.APPROVED).statement();

        ApplicationFailure refusal = refusalOf(Sample.signed(statement, FakeCpu.fingerprint("dr-ben")));

        assertThat(refusal.getType()).isEqualTo(SignOffRefused.NoRight.class.getName());
        assertThat(refusal.getOriginalMessage()).contains("expected key-of-dr-ada");
    }

    @Test
    void refusesASecondStatementAlsoWhileTheFirstIsBeingRecorded() throws Exception {
        hospital.start(Sample.request(Sample.settings(Sample.grpo(1, 1), Sample.signOff(2))));
        hospital.awaitSignOffDesk();
        hospital.script.hold("recordStatement");
        CompletableFuture<SignOffReceipt> first =
                CompletableFuture.supplyAsync(() -> hospital.sign(Sample.statement("dr-ada", Decision.APPROVED)));
        hospital.script.awaitCall("recordStatement");

        assertThat(refusalOf(Sample.statement("dr-ada", Decision.REJECTED_OTHER))
                        .getType())
                .isEqualTo(SignOffRefused.SignedAlready.class.getName());

        hospital.script.release("recordStatement");
        assertThat(first).succeedsWithin(Duration.ofSeconds(60));
        assertThat(refusalOf(Sample.statement("dr-ada", Decision.REJECTED_OTHER))
                        .getType())
                .isEqualTo(SignOffRefused.SignedAlready.class.getName());
    }

    @Test
    void leavesNoTraceOfARefusal() throws Exception {
        startAndWait();

        refusalOf(Sample.statement("mallory", Decision.APPROVED));

        assertThat(hospital.server
                        .getWorkflowClient()
                        .fetchHistory(Sample.RUN.value())
                        .toJson(false))
                .doesNotContain("mallory", "EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED");
        assertThat(hospital.started().status().refusedStatements()).isEmpty();
    }

    @Test
    void letsASignerTryAgainWhoseSignatureDidNotVerify() throws Exception {
        hospital.script.fail(
                "recordStatement", FailureKind.SIGN_OFF_REFUSED.failure("signature: does not verify, sign again"));
        startAndWait();

        ApplicationFailure refusal = refusalOf(Sample.statement("dr-ada", Decision.APPROVED));
        assertThat(refusal.getType()).isEqualTo("SIGN_OFF_REFUSED");
        assertThat(refusal.getOriginalMessage()).isEqualTo("signature: does not verify, sign again");

        hospital.sign(Sample.statement("dr-ada", Decision.APPROVED));
        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    @Test
    void takesTheSameStatementAsASignal() throws Exception {
        startAndWait();

        hospital.started().signOffBySignal(Sample.statement("dr-ada", Decision.APPROVED));

        assertThat(hospital.outcome().conclusion()).isEqualTo(Conclusion.DEPLOYED);
        assertThat(hospital.started().status().signOffs())
                .extracting(SignOffReceipt::signer)
                .containsExactly("dr-ada");
    }

    @Test
    void keepsWhyASignalWasRefused() throws Exception {
        startAndWait();

        hospital.started().signOffBySignal(Sample.statement("sam", Decision.APPROVED));
        // Each is judged by a register read for it, and the two reads may end in either order.
        hospital.awaitStatus(now -> now.refusedStatements().size() == 1);
        hospital.started().signOffBySignal(Sample.statement("mallory", Decision.APPROVED));

        RunStatus status = hospital.awaitStatus(now -> now.refusedStatements().size() == 2);
        assertThat(status.refusedStatements().get(0)).contains("who requested the run");
        assertThat(status.refusedStatements().get(1)).contains("no registered clinician");
        assertThat(status.waiting()).contains("sign-off");
    }

    @Test
    void keepsWhyASignalBeforeTheSignOffWasRefused() throws Exception {
        hospital.script.hold("trainAdapter");
        hospital.start(Sample.request());
        hospital.script.awaitCall("trainAdapter");

        hospital.started().signOffBySignal(Sample.statement("dr-ada", Decision.APPROVED));

        assertThat(hospital.awaitStatus(now -> !now.refusedStatements().isEmpty())
                        .refusedStatements())
                .singleElement()
                .asString()
                .contains("found no sign-off that waits");
    }

    @Test
    void knowsAClinicianWhoWasRegisteredWhileItWaited() {
        hospital.cpu.whenNotified.put(
                Urgency.WAITING, () -> hospital.cpu.clinicians.put("dr-new", FakeCpu.fingerprint("dr-new")));
        hospital.cpu.whenNotified.put(
                Urgency.ESCALATION, () -> hospital.sign(Sample.statement("dr-new", Decision.APPROVED)));

        assertThat(hospital.run().retrain(Sample.request()).conclusion()).isEqualTo(Conclusion.DEPLOYED);
    }

    private void startAndWait() throws InterruptedException {
        hospital.start(Sample.request());
        hospital.awaitSignOffDesk();
    }

    private ApplicationFailure refusalOf(SignedStatement statement) {
        WorkflowUpdateException refused =
                catchThrowableOfType(WorkflowUpdateException.class, () -> hospital.sign(statement));
        assertThat(refused).isNotNull();
        return (ApplicationFailure) refused.getCause();
    }

    private static SignedStatement signed(String signer, String run, String report, String model) {
        return Sample.signed(
                new Statement(run, report, model, Decision.APPROVED, signer, Instant.EPOCH),
                FakeCpu.fingerprint(signer));
    }

    private SortedMap<String, String> lastSettings() {
        return hospital.cpu.manifests.stream()
                .filter(manifest -> manifest.stage() == Stage.SIGN_OFF)
                .findFirst()
                .orElseThrow()
                .settings();
    }
}
