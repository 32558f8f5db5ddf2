package org.residency.llm.grpo;

import java.util.List;
import java.util.Map;

/** One optimizer step of an update, as its loss takes it; {@link GrpoTrainer} does the rest. */
interface PolicyStep extends AutoCloseable {
    /**
     * Adds the gradient of a step's loss to the sums.
     *
     * @param step counted from 0
     */
    Pass accumulate(List<RewardedGroup> groups, int step);

    /**
     * Moves the policy along what was accumulated.
     *
     * @return the gradient's norm; where that is not finite, nothing has changed
     */
    double move(double learningRate);

    /**
     * What a step has measured.
     *
     * @param sums over its completions' tokens
     * @param labelled those tokens
     * @param tokens with the prompts'
     */
    record Pass(PolicyGradient.Sums sums, long labelled, long tokens) {
        double kl() {
            return sums.kl() / labelled;
        }
    }

    @Override
    default void close() {}

    /** What is measured beside all that, of the newest step, by name. */
    default Map<String, Double> measured() {
        return Map.of();
    }
}
