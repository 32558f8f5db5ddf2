package org.residency.activities.grpo;

import io.temporal.activity.ActivityInterface;

/** The half of a GRPO round that needs no GPU. CPU queue. */
@ActivityInterface
public interface RewardActivities {

    /** Gives each rollout its reward. Idempotent: a pure function of rollouts and references. */
    RewardedRollouts rewardRollouts(RewardRolloutsRequest request);
}
