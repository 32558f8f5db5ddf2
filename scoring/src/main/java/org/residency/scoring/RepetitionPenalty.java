package org.residency.scoring;

/**
 * Minus the share of word triples that were there before: 0 for a text that never repeats itself, near -1 for a loop.
 * Prose repeats a little by nature, so the first tenth is free.
 */
public final class RepetitionPenalty implements Reward {
    private static final double FREE_SHARE = 0.1;
    private static final int WIDTH = 3;

    @Override
    public String name() {
        return "repetition";
    }

    @Override
    public double reward(RewardInput input) {
        double repeated = 1 - WordRuns.of(input.completion(), WIDTH).distinctShare();
        return repeated <= FREE_SHARE ? 0 : (FREE_SHARE - repeated) / (1 - FREE_SHARE);
    }
}
