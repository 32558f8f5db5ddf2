package org.residency.activities.merge;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/**
 * @param dataset its validation split (or, where that is empty, its training split) gives the prompts of the comparison
 */
public record MergeRequest(RunId run, BaseModel baseModel, Adapter adapter, Dataset dataset) {

    public MergeRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(adapter, "adapter");
        Objects.requireNonNull(dataset, "dataset");
    }
}
