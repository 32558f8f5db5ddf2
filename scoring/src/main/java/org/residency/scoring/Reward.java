package org.residency.scoring;

/** One reason to prefer a completion. Pure: the same input gives the same number. */
public interface Reward {
    /** The name of this part in curves and reports, such as {@code correctness}. */
    String name();

    /** A finite number; each implementation says its range. */
    double reward(RewardInput input);
}
