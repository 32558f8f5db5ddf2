package org.residency.artifacts;

import java.time.Duration;

/**
 * How long after a run's end the store keeps what nobody's chain of manifests needs.
 *
 * @param checkpoints of SFT
 * @param rollouts what the GRPO rounds left behind: completions, rewards, the adapter and optimizer after each round
 * @param leftovers parts of shards, and all that a stage wrote which never came to its end
 */
public record RetentionPolicy(Duration checkpoints, Duration rollouts, Duration leftovers) {

    public RetentionPolicy {
        require("checkpoints", checkpoints);
        require("rollouts", rollouts);
        require("leftovers", leftovers);
    }

    /** A month, and a quarter of a year for rollouts, which tell how a model learned what it learned. */
    public static RetentionPolicy usual() {
        return new RetentionPolicy(Duration.ofDays(30), Duration.ofDays(90), Duration.ofDays(30));
    }

    private static void require(String name, Duration duration) {
        if (duration == null || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": found " + duration + ", expected a duration of 0 or more");
        }
    }
}
