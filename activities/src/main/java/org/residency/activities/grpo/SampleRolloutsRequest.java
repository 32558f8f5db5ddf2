package org.residency.activities.grpo;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/**
 * @param round from 0
 * @param part which of the round's {@code settings.samplingParts} shares of prompts to sample, from 0
 */
public record SampleRolloutsRequest(
        RunId run, int round, int part, BaseModel baseModel, Adapter adapter, Dataset dataset, GrpoSettings settings) {

    public SampleRolloutsRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
    }
}
