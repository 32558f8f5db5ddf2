package org.residency.api;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStores;
import org.residency.artifacts.DeploymentLog;
import org.residency.artifacts.StoreOptions;
import org.residency.identity.PeopleRegister;

/** Opens what this process reads and writes. */
@Singleton
class StoreProducer {

    @Produces
    @Singleton
    ArtifactStore store(ApiConfig config) {
        return ArtifactStores.open(config.store(), new StoreOptions(config.s3Endpoint()));
    }

    @Produces
    @Singleton
    DeploymentLog deploymentLog(ArtifactStore store) {
        return new DeploymentLog(store);
    }

    @Produces
    @Singleton
    PeopleRegister peopleRegister(ApiConfig config) {
        return new PeopleRegister(config.people());
    }
}
