package org.residency.serving;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStores;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.StoreOptions;
import org.residency.llm.LoadOptions;

/** Makes the store, its cache, the deployment log and the model's options from what the process is given. */
@Singleton
final class Placement {

    @Produces
    @Singleton
    ArtifactStore store(ServingConfig config) {
        return ArtifactStores.open(config.store(), new StoreOptions(config.s3Endpoint()));
    }

    @Produces
    @Singleton
    ArtifactCache cache(ArtifactStore store, ServingConfig config) {
        return new ArtifactCache(store, config.cache());
    }

    @Produces
    @Singleton
    DeploymentLog deploymentLog(ArtifactStore store) {
        return new DeploymentLog(store);
    }

    @Produces
    @Singleton
    LoadOptions loadOptions(ServingConfig config) {
        return LoadOptions.named(config.llm().device(), config.llm().threads());
    }
}
