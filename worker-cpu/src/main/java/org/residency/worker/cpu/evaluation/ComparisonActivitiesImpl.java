package org.residency.worker.cpu.evaluation;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.evaluation.CompareModelsRequest;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.scoring.files.AnswerLine;
import org.residency.scoring.files.JsonLines;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.Heartbeat;

@Singleton
class ComparisonActivitiesImpl implements ComparisonActivities {

    private final ArtifactStore store;
    private final ArtifactCache cache;

    ComparisonActivitiesImpl(ArtifactStore store, ArtifactCache cache) {
        this.store = store;
        this.cache = cache;
    }

    @Override
    public EvaluationReport compareModels(CompareModelsRequest request) {
        return ActivityFailures.translating(
                () -> Heartbeat.of(Stage.EVALUATION).during("models", () -> compare(request)));
    }

    private EvaluationReport compare(CompareModelsRequest request) throws IOException {
        List<ModelEvaluation> evaluations = request.evaluations().stream()
                .sorted(Comparator.comparing(ModelEvaluation::role))
                .toList();
        ModelEvaluation candidate = candidateAmong(evaluations);
        Map<String, AnswerLine> candidateAnswers = answers(candidate);
        List<PairedDifference> differences = new ArrayList<>();
        for (ModelEvaluation other : evaluations) {
            if (other.role() != ModelRole.CANDIDATE) {
                long seed = request.settings().seed();
                differences.addAll(
                        new ModelComparison(other.role(), candidateAnswers, answers(other), seed).differences());
            }
        }
        ReportFile report = new ReportFile(
                request.run().value(), request.dataset().ref().sha256(), request.settings(), evaluations, differences);
        ArtifactRef ref = store.put(Stage.EVALUATION.key(request.run()) + "/report.json", CanonicalJson.bytes(report));
        return new EvaluationReport(ref, evaluations, differences);
    }

    private static ModelEvaluation candidateAmong(List<ModelEvaluation> evaluations) {
        return evaluations.stream()
                .filter(evaluation -> evaluation.role() == ModelRole.CANDIDATE)
                .findFirst()
                .orElseThrow(() ->
                        FailureKind.INVALID_INPUT.failure("evaluations: found no candidate, expected exactly one"));
    }

    private Map<String, AnswerLine> answers(ModelEvaluation evaluation) throws IOException {
        Map<String, AnswerLine> answers = new HashMap<>();
        JsonLines.forEach(
                cache.file(evaluation.answers()), AnswerLine.class, answer -> answers.put(answer.caseId(), answer));
        return answers;
    }
}
