package org.residency.workflows;

import java.util.Objects;
import org.residency.artifacts.ArtifactRef;
import org.residency.identity.Decision;

/**
 * A verified statement, and what became of the run by it.
 *
 * @param statement the signed statement in the store
 * @param approvals how many clinicians have approved so far
 * @param requiredApprovals how many must
 */
public record SignOffReceipt(
        String signer, Decision decision, ArtifactRef statement, int approvals, int requiredApprovals) {

    public SignOffReceipt {
        Objects.requireNonNull(signer, "signer");
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(statement, "statement");
    }
}
