package org.residency.scoring;

/** A reward and what it counts for in a sum; penalties give negative rewards, so weights are not negative. */
public record WeightedReward(Reward reward, double weight) {
    public WeightedReward {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "weight of " + reward.name() + " is " + weight + ", expected 0 or more and finite");
        }
    }
}
