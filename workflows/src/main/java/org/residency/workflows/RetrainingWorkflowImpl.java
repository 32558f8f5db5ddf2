package org.residency.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;
import org.residency.identity.SignedStatement;
import org.residency.workflows.RunOutcome.Conclusion;

/** The stages of a run, in order; {@link #retrain} is the table of contents. */
public final class RetrainingWorkflowImpl implements RetrainingWorkflow, RoundListener {

    private final RunContext run;
    private final SignOffDesk desk;
    private final DataStages data;
    private final TrainingStages training;
    private final JudgementStages judgement;

    @WorkflowInit
    public RetrainingWorkflowImpl(RetrainingRequest request) {
        PauseSwitch pause = new PauseSwitch(false);
        Provenance provenance = new Provenance(request.run());
        desk = new SignOffDesk(request);
        GpuBudget budget = new GpuBudget(request.run(), request.settings().gpuBudget());
        run = new RunContext(
                request,
                pause,
                provenance,
                new Journal(request, pause, desk, provenance, budget),
                new EarlierResults(request.reuse()),
                budget);
        data = new DataStages(run);
        training = new TrainingStages(run);
        judgement = new JudgementStages(run);
    }

    @Override
    public RunOutcome retrain(RetrainingRequest request) {
        try {
            BaseModel baseModel = data.importBaseModel();
            IngestedDataset ingested = data.ingest();
            DeidentificationResult deidentified = data.deidentify(ingested);
            if (deidentified.dataset().isEmpty()) {
                return end(Conclusion.AUDIT_REFUSED, auditRefusal(deidentified));
            }
            Dataset dataset = deidentified.dataset().get();
            Adapter supervised = training.sft(baseModel, dataset);
            Adapter adapter = training.grpo(baseModel, supervised, dataset);
            MergedAdapter merged = training.merge(baseModel, adapter, dataset);
            EvaluationReport report = judgement.evaluate(baseModel, supervised, adapter, merged, dataset);
            Verdict verdict = judgement.gate(report, merged);
            if (verdict.result() != Verdict.Result.PASS) {
                return end(conclusionOf(verdict), "the gate says: " + reasonOf(verdict));
            }
            SignOffResult signOff = judgement.signOff(desk, report, merged.model());
            if (signOff.ending() != SignOffResult.Ending.APPROVED) {
                return end(conclusionOf(signOff), signOff.reason());
            }
            return deploy(merged.model(), dataset);
        } catch (GpuBudget.Spent spent) {
            return end(Conclusion.GPU_BUDGET_SPENT, spent.getMessage());
        } catch (TemporalFailure failure) {
            if (CancellationScope.current().isCancelRequested()) {
                removeCheckpoints();
            }
            throw failure;
        }
    }

    @Override
    public void validateSignOff(SignedStatement statement) {
        desk.validate(statement);
    }

    @Override
    public SignOffReceipt signOff(SignedStatement statement) {
        return desk.take(statement);
    }

    @Override
    public void signOffBySignal(SignedStatement statement) {
        desk.takeSignal(statement);
    }

    @Override
    public void readRegisterAgain() {
        desk.readRegisterAgain();
    }

    @Override
    public void pause() {
        run.pause().pause();
        run.journal().show();
    }

    @Override
    public void resume() {
        run.pause().resume();
        run.journal().show();
    }

    @Override
    public void roundFinished(RunStatus.Round round) {
        run.journal().finished(round);
    }

    @Override
    public RunStatus status() {
        return run.journal().status();
    }

    private RunOutcome deploy(MergedModel model, Dataset dataset) {
        run.enter(Stage.DEPLOYMENT);
        EvaluationSettings measured = run.settings().evaluation();
        ServedSettings served =
                new ServedSettings(measured.temperature(), measured.topP(), measured.maxCompletionTokens());
        Promotion promotion =
                new Promotion(run.id(), model, run.provenance().head().orElseThrow(), served, run.pause());
        Promotion.Result result =
                promotion.putToService(dataset, run.settings().gate().minFormatRate());
        SortedMap<String, String> asked = FlatSettings.of("deployment", served);
        result.deployment()
                .ifPresent(deployment -> asked.put("deployment.number", String.valueOf(deployment.number())));
        // The model answers already: a cancel that comes now must not keep that out of the chain and the status.
        return Detached.get(() -> {
            run.provenance().record(Stage.DEPLOYMENT, Map.of("model", model.ref()), asked, Map.of());
            Conclusion conclusion = result.deployment().isPresent() ? Conclusion.DEPLOYED : Conclusion.ROLLED_BACK;
            return end(new RunOutcome(
                    run.id(),
                    conclusion,
                    result.reason(),
                    result.deployment(),
                    run.provenance().head()));
        });
    }

    private RunOutcome end(Conclusion conclusion, String reason) {
        return end(new RunOutcome(
                run.id(), conclusion, reason, Optional.empty(), run.provenance().head()));
    }

    private RunOutcome end(RunOutcome outcome) {
        run.journal().ended(outcome);
        Workflow.await(Workflow::isEveryHandlerFinished);
        return outcome;
    }

    private void removeCheckpoints() {
        Compensations compensations = new Compensations();
        compensations.add(
                "remove the checkpoints",
                () -> Workflow.newActivityStub(
                                ProvenanceActivities.class,
                                StageOptions.COMPENSATION.summarized("Remove the checkpoints"))
                        .removeCheckpoints(run.id().value()));
        compensations.run();
    }

    private String auditRefusal(DeidentificationResult deidentified) {
        DeidentificationSettings settings = run.settings().deidentification();
        if (deidentified.findingsLeft() > settings.maxFindings()) {
            return "the audit found " + deidentified.findingsLeft()
                    + " identifiers in de-identified text, expected at most " + settings.maxFindings();
        }
        return "the audit found %d identifiers in de-identified text and quarantined %d of %d cases, expected at most a share of %s (deidentification.maxQuarantinedShare)"
                .formatted(
                        deidentified.findings(),
                        deidentified.quarantined(),
                        deidentified.audited(),
                        settings.maxQuarantinedShare());
    }

    private static Conclusion conclusionOf(Verdict verdict) {
        return verdict.result() == Verdict.Result.FAIL ? Conclusion.GATE_CLOSED : Conclusion.GATE_INCONCLUSIVE;
    }

    private static String reasonOf(Verdict verdict) {
        return verdict.checks().stream()
                .filter(check -> check.result() == verdict.result())
                .map(Verdict.Check::reason)
                .findFirst()
                .orElseThrow();
    }

    private static Conclusion conclusionOf(SignOffResult signOff) {
        return signOff.ending() == SignOffResult.Ending.REJECTED
                ? Conclusion.SIGN_OFF_REJECTED
                : Conclusion.SIGN_OFF_EXPIRED;
    }
}
