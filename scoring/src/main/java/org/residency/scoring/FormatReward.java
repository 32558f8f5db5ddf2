package org.residency.scoring;

/**
 * 1 when the completion is well formed, else 0. It is all or nothing, and a tag too many is not well formed, so
 * repeating tags or sections earns nothing.
 */
public final class FormatReward implements Reward {
    @Override
    public String name() {
        return "format";
    }

    @Override
    public double reward(RewardInput input) {
        return input.parsed().isWellFormed() ? 1 : 0;
    }
}
