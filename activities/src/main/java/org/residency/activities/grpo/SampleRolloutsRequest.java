package org.residency.activities.grpo;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/**
 * @param round from 0
 * @param part which of the round's {@code settings.samplingParts} shares of prompts to sample, from 0; after the last share,
 *     one number more for each time of sampling other prompts
 * @param inPlace which other prompts to sample; empty for the share's own
 */
public record SampleRolloutsRequest(
        RunId run,
        int round,
        int part,
        BaseModel baseModel,
        Adapter adapter,
        Dataset dataset,
        GrpoSettings settings,
        Optional<InPlace> inPlace) {

    /**
     * Prompts in place of some whose groups had no spread of rewards.
     *
     * @param from how many the round had in place of others before
     * @param count how many are wanted
     */
    public record InPlace(int from, int count) {}

    public SampleRolloutsRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
        inPlace = inPlace == null ? Optional.empty() : inPlace;
    }
}
