package org.residency.activities.merge;

import java.util.Objects;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.MergedModel;

/**
 * @param equivalence the comparison of base model with adapter against the merged model, JSON
 * @param meanKl nats a token
 * @param greedyAgreement share of positions where both would say the same token
 */
public record MergedAdapter(MergedModel model, ArtifactRef equivalence, double meanKl, double greedyAgreement) {

    public MergedAdapter {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(equivalence, "equivalence");
    }
}
