package org.residency.api;

import java.util.List;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.workflows.SignOffReceipt;
import org.residency.workflows.Verdict;

/**
 * What a clinician reads before signing, and the digests that the statement must name.
 *
 * @param requester who asked for the run, and may therefore not sign
 * @param clinicians who may sign
 * @param signOffs the statements so far
 */
public record SignOffSheet(
        RunId run,
        String evaluationReportSha256,
        String mergedModelSha256,
        String requester,
        Verdict verdict,
        List<ModelEvaluation> evaluations,
        List<PairedDifference> differences,
        List<String> clinicians,
        List<SignOffReceipt> signOffs,
        int requiredApprovals) {

    public SignOffSheet {
        evaluations = List.copyOf(evaluations);
        differences = List.copyOf(differences);
        clinicians = List.copyOf(clinicians);
        signOffs = List.copyOf(signOffs);
    }
}
