package org.residency.workflows;

import java.util.List;
import java.util.Objects;

/**
 * What the gate says of an evaluation.
 *
 * @param checks every rule of the policy, in order
 */
public record Verdict(Result result, String policy, boolean loweredBar, List<Check> checks) {

    /** The gate's word. */
    public enum Result {
        /** Every rule holds. */
        PASS,
        /** At least one rule is broken beyond doubt. */
        FAIL,
        /** No rule is broken beyond doubt, but at least one cannot be decided on so few cases. */
        INCONCLUSIVE
    }

    /**
     * One rule held against the evaluation.
     *
     * @param rule the setting of the policy
     * @param reason a sentence with what was found and what was asked
     */
    public record Check(String rule, Result result, String reason) {}

    public Verdict {
        Objects.requireNonNull(result, "result");
        checks = List.copyOf(checks);
    }
}
