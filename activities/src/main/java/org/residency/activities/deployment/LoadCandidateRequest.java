package org.residency.activities.deployment;

import java.util.Objects;
import org.residency.activities.RunId;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;

/**
 * @param manifest head of the chain that ends in the sign-off of this model
 */
public record LoadCandidateRequest(RunId run, MergedModel model, ArtifactRef manifest, ServedSettings settings) {

    public LoadCandidateRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(settings, "settings");
    }
}
