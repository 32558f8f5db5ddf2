package org.residency.serving;

import java.util.Objects;
import java.util.Optional;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.ServedSettings;
import org.residency.llm.LanguageModel;

/**
 * A model that answers, and how it decodes.
 *
 * @param deployment the deployment it answers for; empty for a candidate
 */
record ServedModel(LoadedModel loaded, ServedSettings settings, Optional<Deployment> deployment) {

    ServedModel {
        Objects.requireNonNull(loaded, "loaded");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(deployment, "deployment");
    }

    /** SHA-256 of the model's index: with it every answer says which weights gave it. */
    String sha256() {
        return loaded.ref().sha256();
    }

    Optional<Integer> deploymentNumber() {
        return deployment.map(Deployment::number);
    }

    LanguageModel languageModel() {
        return loaded.languageModel();
    }

    /** The borrower no longer needs it. */
    void giveBack() {
        loaded.release();
    }
}
