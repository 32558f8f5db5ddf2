package org.residency.llm.grpo;

import java.util.List;

/**
 * What an update lowers over its rollouts: what a reward is worth beside its group's, how much a token counts, and how far
 * the policy may move from the one that sampled.
 */
public sealed interface PolicyLoss permits GroupRelativeLoss, PpoLoss {
    /** What settings call it. */
    String name();

    /**
     * The weight of one token's loss.
     *
     * @param completionTokens of its own rollout
     */
    double weight(int completionTokens, StepSize step);

    /** Largest fall of a ratio below 1. */
    double clipLow();

    /** Largest rise of a ratio above 1. */
    double clipHigh();

    /** Weight of the KL term beside the clipped objective. */
    double beta();

    /** Whether a ratio is of a whole completion rather than of a token. */
    default boolean wholeSequences() {
        return false;
    }

    /** Whether groups without any advantage are left out of the update. */
    default boolean leavesOutEqualGroups() {
        return false;
    }

    /**
     * Rollouts and completion tokens of one optimizer step.
     *
     * @param rollouts 1 or more
     * @param tokens 1 or more
     */
    record StepSize(int rollouts, long tokens) {
        public StepSize {
            if (rollouts < 1 || tokens < rollouts) {
                throw new IllegalArgumentException(
                        "rollouts is %d and tokens %d, must be 1 or more of each".formatted(rollouts, tokens));
            }
        }
    }

    /** The names that {@link #named} knows. */
    static List<String> names() {
        return List.of(GrpoLoss.NAME, DrGrpoLoss.NAME, DapoLoss.NAME, RlooLoss.NAME, PpoLoss.NAME, TrpoLoss.NAME);
    }

    /**
     * The loss of that name, with the usual terms where it has a value head or a trust region.
     *
     * @see #named(String, double, double, double, int, ValueTerms, TrustRegion)
     */
    static PolicyLoss named(String name, double clip, double clipHigh, double beta, int maxTokens) {
        return named(name, clip, clipHigh, beta, maxTokens, ValueTerms.defaults(), TrustRegion.defaults());
    }

    /**
     * The loss of that name.
     *
     * @param clipHigh read by {@code dapo} alone
     * @param maxTokens longest completion asked for, read by {@code dr-grpo} alone
     * @param terms read by {@code ppo} alone
     * @param region read by {@code trpo} alone
     * @throws IllegalArgumentException for any other name
     */
    static PolicyLoss named(
            String name,
            double clip,
            double clipHigh,
            double beta,
            int maxTokens,
            ValueTerms terms,
            TrustRegion region) {
        return switch (name) {
            case GrpoLoss.NAME -> new GrpoLoss(clip, beta);
            case DrGrpoLoss.NAME -> new DrGrpoLoss(clip, beta, maxTokens);
            case DapoLoss.NAME -> new DapoLoss(clip, clipHigh, beta);
            case RlooLoss.NAME -> new RlooLoss(clip, beta);
            case PpoLoss.NAME -> new PpoLoss(clip, beta, terms);
            case TrpoLoss.NAME -> new TrpoLoss(beta, region);
            default -> throw new IllegalArgumentException("loss is '" + name + "', must be one of " + names());
        };
    }

    /** Refuses a clip or beta out of range; for the constructors of the losses. */
    static void require(double clipLow, double clipHigh, double beta) {
        if (!(clipLow > 0 && clipLow < 1)) {
            throw new IllegalArgumentException("clip is " + clipLow + ", must be above 0 and below 1");
        }
        if (!(clipHigh > 0)) {
            throw new IllegalArgumentException("clipHigh is " + clipHigh + ", must be above 0");
        }
        if (!(beta >= 0)) {
            throw new IllegalArgumentException("beta is " + beta + ", must be 0 or more");
        }
    }
}
