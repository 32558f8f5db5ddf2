package org.residency.activities.evaluation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;

/**
 * What clinicians read and sign: every model's measurements, and the candidate's differences from each.
 *
 * @param ref the report in the store, JSON: this record less this field, with the dataset's digest
 */
public record EvaluationReport(ArtifactRef ref, List<ModelEvaluation> evaluations, List<PairedDifference> differences) {

    public EvaluationReport {
        Objects.requireNonNull(ref, "ref");
        evaluations = List.copyOf(evaluations);
        differences = List.copyOf(differences);
    }

    public Optional<ModelEvaluation> evaluation(ModelRole role) {
        return evaluations.stream()
                .filter(evaluation -> evaluation.role() == role)
                .findFirst();
    }

    public Optional<PairedDifference> difference(ModelRole other, String metric) {
        return differences.stream()
                .filter(difference ->
                        difference.other() == other && difference.metric().equals(metric))
                .findFirst();
    }
}
