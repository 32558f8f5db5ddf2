package org.residency.activities.sft;

import io.temporal.activity.ActivityInterface;

/** Supervised fine-tuning. GPU queue. */
@ActivityInterface
public interface SftActivities {

    /**
     * Trains a LoRA adapter on the training split. Each checkpoint goes to the store and its reference into the
     * heartbeat; a retry, on any worker, goes on from the newest and ends with the adapter of an undisturbed run.
     */
    TrainedAdapter trainAdapter(SftRequest request);
}
