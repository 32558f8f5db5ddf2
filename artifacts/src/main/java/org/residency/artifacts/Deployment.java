package org.residency.artifacts;

import java.util.Objects;
import java.util.Optional;

/**
 * One entry of the deployment log.
 *
 * @param number from 1
 * @param run the run whose model it is
 * @param model what is served
 * @param manifest head of the chain of manifests that ends in the sign-off of this model
 * @param replaced number of the deployment that was in service before
 * @param restores number of the deployment that this one brings back, where it is a rollback
 */
public record Deployment(
        int number,
        String run,
        MergedModel model,
        ArtifactRef manifest,
        ServedSettings settings,
        Optional<Integer> replaced,
        Optional<Integer> restores) {

    public Deployment {
        if (number < 1) {
            throw new IllegalArgumentException("number: found " + number + ", expected 1 or more");
        }
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(settings, "settings");
        replaced = replaced == null ? Optional.empty() : replaced;
        restores = restores == null ? Optional.empty() : restores;
    }

    /** The key in the store of the entry with this number. */
    public static String key(int number) {
        return "deployments/%06d.json".formatted(number);
    }
}
