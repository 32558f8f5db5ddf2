package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.activities.RunId;
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

/** Measures the candidate, and beside it every model that it should be compared with. */
final class Evaluation {

    private final RunId run;
    private final Dataset dataset;
    private final EvaluationSettings settings;
    private final List<EvaluateModelRequest> requests = new ArrayList<>();

    Evaluation(RunId run, Dataset dataset, EvaluationSettings settings) {
        this.run = run;
        this.dataset = dataset;
        this.settings = settings;
    }

    void add(ModelRole role, ArtifactRef model, Optional<Adapter> adapter) {
        requests.add(new EvaluateModelRequest(run, role, model, adapter, dataset, settings));
    }

    /** What answers today, if it is another model than the candidate. */
    void addModelInService(MergedModel candidate) {
        Workflow.newActivityStub(
                        DeploymentActivities.class, StageOptions.BOOKKEEPING.summarized("Look what is in service"))
                .currentDeployment()
                .map(Deployment::model)
                .filter(model -> !model.ref().sha256().equals(candidate.ref().sha256()))
                .ifPresent(model -> add(ModelRole.IN_SERVICE, model.ref(), Optional.empty()));
    }

    /** Evaluates all side by side, as far as there are GPUs, and compares them. */
    EvaluationReport report(PauseSwitch pause) {
        List<ModelEvaluation> evaluations = FanOut.run(requests, requests.size(), request -> evaluate(request, pause));
        pause.awaitResumed();
        return Workflow.newActivityStub(
                        ComparisonActivities.class,
                        StageOptions.COMPARE_MODELS.summarized("Compare %d models".formatted(evaluations.size())))
                .compareModels(new CompareModelsRequest(run, dataset, evaluations, settings));
    }

    private Promise<ModelEvaluation> evaluate(EvaluateModelRequest request, PauseSwitch pause) {
        EvaluationActivities activities = Workflow.newActivityStub(
                EvaluationActivities.class,
                StageOptions.EVALUATE_MODEL.summarized("Evaluate %s %s on up to %d cases"
                        .formatted(request.role(), request.model().shortDigest(), settings.maxCases())));
        return Async.function(() -> pause.onDevice(() -> activities.evaluateModel(request)));
    }
}
