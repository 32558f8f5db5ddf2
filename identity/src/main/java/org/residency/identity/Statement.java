package org.residency.identity;

import java.time.Instant;
import java.util.Objects;

/**
 * What a clinician signs: this decision on this evaluation of these weights.
 *
 * @param run the run's id
 * @param evaluationReportSha256 digest of the evaluation report that was read
 * @param mergedModelSha256 digest of the very weights to be served
 * @param signer the name under which the signer's public key is registered
 */
public record Statement(
        String run,
        String evaluationReportSha256,
        String mergedModelSha256,
        Decision decision,
        String signer,
        Instant signedAt) {

    public Statement {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(evaluationReportSha256, "evaluationReportSha256");
        Objects.requireNonNull(mergedModelSha256, "mergedModelSha256");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(signer, "signer");
        Objects.requireNonNull(signedAt, "signedAt");
    }
}
