package org.residency.activities.deployment;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.MergedModel;

/**
 * @param dataset the first {@code prompts} cases of its validation split (or training split) are asked
 * @param minWellFormed how many of the answers must be well formed
 */
public record SmokeRequest(RunId run, MergedModel model, Dataset dataset, int prompts, int minWellFormed) {

    public SmokeRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(dataset, "dataset");
    }
}
