package org.residency.activities.deployment;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;

/** The loaded and tested candidate to put to service. */
public record PromoteModelRequest(RunId run, MergedModel model, ArtifactRef manifest, ServedSettings settings) {

    public PromoteModelRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(settings, "settings");
    }
}
