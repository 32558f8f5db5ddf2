package org.residency.activities.evaluation;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;

/**
 * @param model a folder in Hugging Face layout
 * @param adapter laid over it without merging
 */
public record EvaluateModelRequest(
        RunId run,
        ModelRole role,
        ArtifactRef model,
        Optional<Adapter> adapter,
        Dataset dataset,
        EvaluationSettings settings) {

    public EvaluateModelRequest {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(model, "model");
        adapter = adapter == null ? Optional.empty() : adapter;
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(settings, "settings");
    }
}
