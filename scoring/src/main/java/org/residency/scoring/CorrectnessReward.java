package org.residency.scoring;

/** 1 when the answer is the reference, else 0. What stands in the reasoning does not count. */
public final class CorrectnessReward implements Reward {
    private final AnswerMatcher matcher;

    public CorrectnessReward(AnswerMatcher matcher) {
        this.matcher = matcher;
    }

    @Override
    public String name() {
        return "correctness";
    }

    @Override
    public double reward(RewardInput input) {
        return matcher.matches(input.parsed().answer(), input.reference()) ? 1 : 0;
    }
}
