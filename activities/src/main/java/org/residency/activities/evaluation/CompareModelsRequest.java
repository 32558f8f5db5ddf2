package org.residency.activities.evaluation;

import java.util.List;
import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Dataset;

/** Evaluations of the same cases by several models, one of them the candidate. */
public record CompareModelsRequest(
        RunId run, Dataset dataset, List<ModelEvaluation> evaluations, EvaluationSettings settings) {

    public CompareModelsRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(dataset, "dataset");
        evaluations = List.copyOf(evaluations);
        Objects.requireNonNull(settings, "settings");
    }
}
