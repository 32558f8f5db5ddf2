package org.residency.activities.grpo;

import io.temporal.activity.ActivityInterface;
import org.residency.artifacts.RolloutBatch;

/** The halves of a GRPO round that hold the language model. GPU queue. */
@ActivityInterface
public interface PolicyActivities {

    /**
     * Samples a group of completions for each of the round's prompts with the adapter as it stands. Idempotent: every
     * rollout has a random stream of its own, keyed by seed, round, prompt and sample.
     */
    RolloutBatch sampleRollouts(SampleRolloutsRequest request);

    /** Updates the adapter on rewarded groups. Idempotent: it starts from the round's adapter and optimizer state. */
    PolicyUpdate updatePolicy(UpdatePolicyRequest request);
}
