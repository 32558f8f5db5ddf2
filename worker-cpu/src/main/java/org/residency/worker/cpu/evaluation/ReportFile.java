package org.residency.worker.cpu.evaluation;

import java.util.List;
import org.residency.activities.evaluation.EvaluationSettings;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.PairedDifference;

/**
 * The evaluation report as it is stored, and signed by its digest.
 *
 * @param datasetSha256 digest of the dataset whose test split was answered
 */
record ReportFile(
        String run,
        String datasetSha256,
        EvaluationSettings settings,
        List<ModelEvaluation> evaluations,
        List<PairedDifference> differences) {

    ReportFile {
        evaluations = List.copyOf(evaluations);
        differences = List.copyOf(differences);
    }
}
