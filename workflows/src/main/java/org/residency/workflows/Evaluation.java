package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.evaluation.CompareModelsRequest;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.MergedModel;

/**
 * Measures the candidate, and beside it every model that it should be compared with; what was measured before is not measured
 * again.
 */
final class Evaluation {

    private final RunContext run;
    private final Dataset dataset;
    private final EvaluationSettings settings;
    private final List<EvaluateModelRequest> requests = new ArrayList<>();

    Evaluation(RunContext run, Dataset dataset) {
        this.run = run;
        this.dataset = dataset;
        this.settings = run.settings().evaluation();
    }

    void add(ModelRole role, ArtifactRef model, Optional<Adapter> adapter) {
        requests.add(new EvaluateModelRequest(run.id(), role, model, adapter, dataset, settings));
    }

    /** What answers today, if it is another model than the candidate. */
    void addModelInService(MergedModel candidate) {
        OnTheSpot.call(
                        DeploymentActivities.class,
                        StageOptions.BOOKKEEPING,
                        "Look what is in service",
                        DeploymentActivities::currentDeployment)
                .map(Deployment::model)
                .filter(model -> !model.ref().sha256().equals(candidate.ref().sha256()))
                .ifPresent(model -> add(ModelRole.IN_SERVICE, model.ref(), Optional.empty()));
    }

    /** Evaluates all side by side, as far as there are GPUs. */
    List<Done<ModelEvaluation>> measure() {
        return FanOut.run(requests, requests.size(), request -> Async.function(() -> measure(request)));
    }

    /** The report is always this run's own: it is what is signed. */
    EvaluationReport compare(List<Done<ModelEvaluation>> measured) {
        run.pause().awaitResumed();
        return Workflow.newActivityStub(
                        ComparisonActivities.class,
                        StageOptions.COMPARE_MODELS.summarized("Compare %d models".formatted(measured.size())))
                .compareModels(new CompareModelsRequest(
                        run.id(), dataset, measured.stream().map(Done::value).toList(), settings));
    }

    private Done<ModelEvaluation> measure(EvaluateModelRequest request) {
        Done<ModelEvaluation> done = request.role() == ModelRole.IN_SERVICE
                // Another model may be in service than when the run was judged from which results are taken.
                ? run.getAny(work(request), () -> evaluate(request))
                : run.get(work(request), () -> evaluate(request));
        ModelEvaluation found = done.value();
        ModelEvaluation inItsRole = new ModelEvaluation(
                request.role(), request.model(), found.answers(), found.caseCount(), found.metrics());
        return new Done<>(done.work(), inItsRole, done.reused());
    }

    /** The role is no input: a model that was the candidate of one run may be in service in the next. */
    private Work<ModelEvaluation> work(EvaluateModelRequest request) {
        SortedMap<String, ArtifactRef> inputs =
                new TreeMap<>(Map.of("dataset", dataset.ref(), "model", request.model()));
        request.adapter().ifPresent(adapter -> inputs.put("adapter", adapter.ref()));
        return new Work<>(
                Stage.EVALUATION,
                request.role().name(),
                inputs,
                FlatSettings.of("evaluation", settings),
                ModelEvaluation.class);
    }

    private ModelEvaluation evaluate(EvaluateModelRequest request) {
        EvaluationActivities activities = Workflow.newActivityStub(
                EvaluationActivities.class,
                StageOptions.EVALUATE_MODEL.summarized("Evaluate %s %s on up to %d cases"
                        .formatted(request.role(), request.model().shortDigest(), settings.maxCases())));
        return run.pause().onDevice(() -> activities.evaluateModel(request));
    }
}
