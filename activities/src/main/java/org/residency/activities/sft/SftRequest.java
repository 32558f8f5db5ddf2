package org.residency.activities.sft;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/** What to fine-tune on what. */
public record SftRequest(RunId run, BaseModel baseModel, Dataset dataset, SftSettings settings) {

    public SftRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(baseModel, "baseModel");
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
    }
}
