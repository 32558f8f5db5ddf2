package org.residency.scoring;

/**
 * 0 up to four fifths of the token limit, then falling in a straight line to -1 at the limit: the soft overlong
 * punishment of DAPO (Yu et al. 2025, equation 13).
 */
public final class LengthPenalty implements Reward {
    private static final double FREE_SHARE = 0.8;

    @Override
    public String name() {
        return "length";
    }

    @Override
    public double reward(RewardInput input) {
        double free = FREE_SHARE * input.tokenLimit();
        return input.tokenCount() <= free ? 0 : (free - input.tokenCount()) / (input.tokenLimit() - free);
    }
}
