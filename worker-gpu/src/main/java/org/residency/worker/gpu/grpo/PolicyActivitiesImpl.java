package org.residency.worker.gpu.grpo;

import jakarta.inject.Singleton;
import org.residency.activities.Stage;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.artifacts.RolloutBatch;
import org.residency.worker.gpu.Heartbeats;

@Singleton
final class PolicyActivitiesImpl implements PolicyActivities {

    private final RoundSampling sampling;
    private final RoundUpdate update;
    private final Heartbeats heartbeats;

    PolicyActivitiesImpl(RoundSampling sampling, RoundUpdate update, Heartbeats heartbeats) {
        this.sampling = sampling;
        this.update = update;
        this.heartbeats = heartbeats;
    }

    @Override
    public RolloutBatch sampleRollouts(SampleRolloutsRequest request) {
        return heartbeats.during(Stage.GRPO, request.run(), heartbeat -> sampling.sample(request, heartbeat));
    }

    @Override
    public PolicyUpdate updatePolicy(UpdatePolicyRequest request) {
        return heartbeats.during(Stage.GRPO, request.run(), heartbeat -> update.update(request, heartbeat));
    }
}
