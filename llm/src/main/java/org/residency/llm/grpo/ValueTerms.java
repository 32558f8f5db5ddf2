package org.residency.llm.grpo;

/**
 * What a loss with a value head is told of it.
 *
 * @param gamma discount of a later reward, above 0 and at most 1
 * @param lambda of generalized advantage estimation, 0 (one step ahead) to 1 (all rewards to come)
 * @param clip how far a value may move from the one before the update, above 0
 * @param weight of the value's loss beside the policy's, 0 or more
 */
public record ValueTerms(double gamma, double lambda, double clip, double weight) {
    public ValueTerms {
        require("gamma", gamma > 0 && gamma <= 1, gamma, "above 0 and at most 1");
        require("lambda", lambda >= 0 && lambda <= 1, lambda, "0 to 1");
        require("valueClip", clip > 0 && clip < Double.POSITIVE_INFINITY, clip, "above 0");
        require("valueWeight", weight >= 0 && weight < Double.POSITIVE_INFINITY, weight, "0 or more");
    }

    /** No discount, lambda 0.95, clip 0.2, weight 0.1. */
    public static ValueTerms defaults() {
        return new ValueTerms(1, 0.95, 0.2, 0.1);
    }

    private static void require(String name, boolean holds, double value, String range) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + ", must be " + range);
        }
    }
}
