package org.residency.workflows;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/**
 * What the rounds start from.
 *
 * @param state where they stand: a fresh one, or what an earlier execution of the same workflow left
 * @param gpuBudget of the whole run: when it is used up, no further round begins
 */
public record GrpoRequest(
        RunId run,
        BaseModel baseModel,
        Dataset dataset,
        GrpoSettings settings,
        GrpoState state,
        Optional<Duration> gpuBudget) {

    public GrpoRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(state, "state");
        gpuBudget = gpuBudget == null ? Optional.empty() : gpuBudget;
    }

    /** Rounds that start from the adapter of SFT. */
    public static GrpoRequest fromTheStart(
            RunId run,
            BaseModel baseModel,
            Adapter adapter,
            Dataset dataset,
            GrpoSettings settings,
            Optional<Duration> gpuBudget) {
        return new GrpoRequest(run, baseModel, dataset, settings, GrpoState.startingWith(adapter), gpuBudget);
    }

    /** The id of the child workflow that does it. */
    public static String workflowId(RunId run) {
        return run + "-grpo";
    }

    GrpoRequest goingOnFrom(GrpoState state) {
        return new GrpoRequest(run, baseModel, dataset, settings, state, gpuBudget);
    }
}
