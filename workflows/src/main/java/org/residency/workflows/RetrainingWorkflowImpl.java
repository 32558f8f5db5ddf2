package org.residency.workflows;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.ingest.IngestRequest;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;
import org.residency.artifacts.Shard;
import org.residency.identity.SignedStatement;
import org.residency.workflows.RunOutcome.Conclusion;

/** The stages of a run, in order; {@link #retrain} is the table of contents. */
public final class RetrainingWorkflowImpl implements RetrainingWorkflow, RoundListener {

    /** References to more shards than this would make the history's entries too large. */
    private static final int MAX_SHARDS = 500;

    private final RetrainingRequest request;
    private final RunId run;
    private final RunSettings settings;
    private final PauseSwitch pause = new PauseSwitch(false);
    private final Provenance provenance;
    private final SignOffDesk desk;
    private final Journal journal;

    @WorkflowInit
    public RetrainingWorkflowImpl(RetrainingRequest request) {
        this.request = request;
        run = request.run();
        settings = request.settings();
        provenance = new Provenance(run);
        desk = new SignOffDesk(request);
        journal = new Journal(request, pause, desk, provenance);
    }

    @Override
    public RunOutcome retrain(RetrainingRequest request) {
        try {
            BaseModel baseModel = importBaseModel();
            IngestedDataset ingested = ingest();
            DeidentificationResult deidentified = deidentify(ingested);
            if (deidentified.dataset().isEmpty()) {
                return end(Conclusion.AUDIT_REFUSED, auditRefusal(deidentified));
            }
            Dataset dataset = deidentified.dataset().get();
            Adapter supervised = sft(baseModel, dataset);
            Adapter adapter = grpo(baseModel, supervised, dataset);
            MergedAdapter merged = merge(baseModel, adapter, dataset);
            EvaluationReport report = evaluate(baseModel, supervised, adapter, merged, dataset);
            Verdict verdict = gate(report, merged);
            if (verdict.result() != Verdict.Result.PASS) {
                return end(conclusionOf(verdict), "the gate says: " + reasonOf(verdict));
            }
            SignOffResult signOff = signOff(report, merged.model());
            if (signOff.ending() != SignOffResult.Ending.APPROVED) {
                return end(conclusionOf(signOff), signOff.reason());
            }
            return deploy(merged.model(), dataset);
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
    public void pause() {
        pause.pause();
        journal.showDetails();
    }

    @Override
    public void resume() {
        pause.resume();
        journal.showDetails();
    }

    @Override
    public void roundFinished(RunStatus.Round round) {
        journal.finished(round);
    }

    @Override
    public RunStatus status() {
        return journal.status();
    }

    private BaseModel importBaseModel() {
        enter(Stage.INGEST);
        return Workflow.newActivityStub(
                        BaseModelActivities.class, StageOptions.IMPORT_BASE_MODEL.summarized("Import the base model"))
                .importBaseModel(new ImportBaseModelRequest(run, request.baseModel()));
    }

    private IngestedDataset ingest() {
        enter(Stage.INGEST);
        IngestedDataset ingested = Workflow.newActivityStub(
                        IngestActivities.class, StageOptions.INGEST.summarized("Ingest the notes"))
                .ingestDataset(new IngestRequest(
                        run, request.source(), request.columns(), request.consent(), settings.ingest()));
        requireFewShards(ingested);
        SortedMap<String, String> asked = FlatSettings.of("ingest", settings.ingest());
        request.columns().forEach((field, column) -> asked.put("ingest.columns." + field, column));
        request.consent().ifPresent(consent -> asked.put("ingest.consent", consent));
        provenance.record(Stage.INGEST, Map.of("source", ingested.source()), asked, rawShards(ingested));
        journal.ingested(ingested.counts());
        return ingested;
    }

    private DeidentificationResult deidentify(IngestedDataset ingested) {
        enter(Stage.DEIDENTIFICATION);
        DeidentificationWorkflow child = Workflow.newChildWorkflowStub(
                DeidentificationWorkflow.class,
                childOptions(
                        DeidentificationRequest.workflowId(run),
                        "De-identify %d shards".formatted(ingested.rawShards().size())));
        DeidentificationResult result = pause.await(
                () -> Async.function(
                        child::deidentify,
                        new DeidentificationRequest(run, ingested.rawShards(), settings.deidentification())),
                () -> Workflow.getWorkflowExecution(child));
        journal.deidentified(result);
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>();
        result.dataset().ifPresent(dataset -> outputs.put("dataset", dataset.ref()));
        for (int i = 0; i < result.audits().size(); i++) {
            outputs.put("audit/%05d".formatted(i), result.audits().get(i).report());
        }
        SortedMap<String, String> asked = FlatSettings.of("deidentification", settings.deidentification());
        provenance.record(Stage.DEIDENTIFICATION, rawShards(ingested), asked, outputs);
        return result;
    }

    private Adapter sft(BaseModel baseModel, Dataset dataset) {
        enter(Stage.SFT);
        SftSettings sft = settings.sft();
        TrainedAdapter trained = Workflow.newActivityStub(
                        SftActivities.class,
                        StageOptions.SFT.summarized("SFT: %d steps, rank %d".formatted(sft.maxSteps(), sft.rank())))
                .trainAdapter(new SftRequest(run, baseModel, dataset, sft));
        journal.trained(trained);
        provenance.record(
                Stage.SFT,
                Map.of("baseModel", baseModel.ref(), "dataset", dataset.ref()),
                FlatSettings.of("sft", sft),
                Map.of("adapter", trained.adapter().ref(), "curve", trained.curve()));
        return trained.adapter();
    }

    private Adapter grpo(BaseModel baseModel, Adapter supervised, Dataset dataset) {
        if (settings.grpo().rounds() == 0) {
            return supervised;
        }
        enter(Stage.GRPO);
        GrpoWorkflow child = Workflow.newChildWorkflowStub(
                GrpoWorkflow.class,
                childOptions(
                        GrpoRequest.workflowId(run),
                        "GRPO: %d rounds".formatted(settings.grpo().rounds())));
        GrpoResult result = pause.await(
                () -> Async.function(
                        child::optimize,
                        GrpoRequest.fromTheStart(run, baseModel, supervised, dataset, settings.grpo())),
                () -> Workflow.getWorkflowExecution(child));
        journal.optimized(result);
        SortedMap<String, String> asked = FlatSettings.of("grpo", settings.grpo());
        asked.put("grpo.finishedRounds", String.valueOf(result.rounds()));
        result.rewind().ifPresent(rewind -> asked.put("grpo.rewoundToRound", String.valueOf(rewind.backToRound())));
        provenance.record(
                Stage.GRPO,
                Map.of("adapter", supervised.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                asked,
                Map.of("adapter", result.adapter().ref()));
        return result.adapter();
    }

    private MergedAdapter merge(BaseModel baseModel, Adapter adapter, Dataset dataset) {
        enter(Stage.MERGE);
        MergedAdapter merged = Workflow.newActivityStub(
                        MergeActivities.class,
                        StageOptions.MERGE.summarized(
                                "Merge adapter " + adapter.ref().shortDigest()))
                .mergeAdapter(new MergeRequest(run, baseModel, adapter, dataset));
        journal.merged(merged);
        provenance.record(
                Stage.MERGE,
                Map.of("adapter", adapter.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                new TreeMap<>(),
                Map.of("model", merged.model().ref(), "equivalence", merged.equivalence()));
        return merged;
    }

    private EvaluationReport evaluate(
            BaseModel baseModel, Adapter supervised, Adapter adapter, MergedAdapter merged, Dataset dataset) {
        enter(Stage.EVALUATION);
        Evaluation evaluation = new Evaluation(run, dataset, settings.evaluation());
        evaluation.add(ModelRole.CANDIDATE, merged.model().ref(), Optional.empty());
        evaluation.add(ModelRole.BASE, baseModel.ref(), Optional.empty());
        if (!supervised.equals(adapter)) {
            evaluation.add(ModelRole.AFTER_SFT, baseModel.ref(), Optional.of(supervised));
        }
        evaluation.addModelInService(merged.model());
        EvaluationReport report = evaluation.report(pause);
        journal.evaluated(report);
        SortedMap<String, ArtifactRef> inputs = new TreeMap<>(Map.of("dataset", dataset.ref()));
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>(Map.of("report", report.ref()));
        for (ModelEvaluation measured : report.evaluations()) {
            inputs.put("model/" + measured.role(), measured.model());
            outputs.put("answers/" + measured.role(), measured.answers());
        }
        provenance.record(Stage.EVALUATION, inputs, FlatSettings.of("evaluation", settings.evaluation()), outputs);
        return report;
    }

    private Verdict gate(EvaluationReport report, MergedAdapter merged) {
        enter(Stage.GATE);
        Verdict verdict = Gate.judge(report, merged, settings.gate());
        journal.judged(verdict);
        SortedMap<String, String> asked = FlatSettings.of("gate", settings.gate());
        asked.put("gate.loweredBar", String.valueOf(verdict.loweredBar()));
        asked.put("gate.verdict", verdict.result().name());
        provenance.record(
                Stage.GATE, Map.of("report", report.ref(), "equivalence", merged.equivalence()), asked, Map.of());
        return verdict;
    }

    private SignOffResult signOff(EvaluationReport report, MergedModel model) {
        enter(Stage.SIGN_OFF);
        SignOffResult result = desk.awaitStatements(report.ref(), model.ref(), journal::showDetails);
        SortedMap<String, String> asked = FlatSettings.of("signoff", settings.signoff());
        asked.put("signoff.requester", request.requester());
        asked.put("signoff.ending", result.ending().name());
        SortedMap<String, ArtifactRef> outputs = new TreeMap<>();
        result.receipts().forEach(receipt -> outputs.put("statement/" + receipt.signer(), receipt.statement()));
        provenance.record(Stage.SIGN_OFF, Map.of("report", report.ref(), "model", model.ref()), asked, outputs);
        return result;
    }

    private RunOutcome deploy(MergedModel model, Dataset dataset) {
        enter(Stage.DEPLOYMENT);
        EvaluationSettings measured = settings.evaluation();
        ServedSettings served =
                new ServedSettings(measured.temperature(), measured.topP(), measured.maxCompletionTokens());
        Promotion promotion = new Promotion(run, model, provenance.head().orElseThrow(), served, pause);
        Promotion.Result result =
                promotion.putToService(dataset, settings.gate().minFormatRate());
        SortedMap<String, String> asked = FlatSettings.of("deployment", served);
        result.deployment()
                .ifPresent(deployment -> asked.put("deployment.number", String.valueOf(deployment.number())));
        // The model answers already: a cancel that comes now must not make a cancelled run of it.
        return Detached.get(() -> {
            provenance.record(Stage.DEPLOYMENT, Map.of("model", model.ref()), asked, Map.of());
            Conclusion conclusion = result.deployment().isPresent() ? Conclusion.DEPLOYED : Conclusion.ROLLED_BACK;
            return end(new RunOutcome(run, conclusion, result.reason(), result.deployment(), provenance.head()));
        });
    }

    private void enter(Stage stage) {
        journal.entered(stage);
        pause.awaitResumed();
    }

    private RunOutcome end(Conclusion conclusion, String reason) {
        return end(new RunOutcome(run, conclusion, reason, Optional.empty(), provenance.head()));
    }

    private RunOutcome end(RunOutcome outcome) {
        journal.ended(outcome);
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
                        .removeCheckpoints(run.value()));
        compensations.run();
    }

    private static ChildWorkflowOptions childOptions(String id, String summary) {
        return ChildWorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setStaticSummary(summary)
                .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build();
    }

    private void requireFewShards(IngestedDataset ingested) {
        int shards = ingested.rawShards().size();
        if (shards > MAX_SHARDS) {
            int enough = settings.ingest().casesPerShard() * (shards / MAX_SHARDS + 1);
            throw FailureKind.INVALID_INPUT.failure("ingest.casesPerShard: found "
                    + settings.ingest().casesPerShard() + ", which makes " + shards + " shards, expected at most "
                    + MAX_SHARDS + "; set it to " + enough);
        }
    }

    private static SortedMap<String, ArtifactRef> rawShards(IngestedDataset ingested) {
        SortedMap<String, ArtifactRef> shards = new TreeMap<>();
        for (Shard shard : ingested.rawShards()) {
            shards.put("rawShard/%s/%05d".formatted(shard.split(), shard.index()), shard.ref());
        }
        return shards;
    }

    private String auditRefusal(DeidentificationResult deidentified) {
        return "the audit found " + deidentified.findings() + " identifiers in de-identified text, expected at most "
                + settings.deidentification().maxFindings();
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
