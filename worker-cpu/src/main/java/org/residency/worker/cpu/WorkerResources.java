package org.residency.worker.cpu;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStoreException;
import org.residency.artifacts.ArtifactStores;
import org.residency.artifacts.StoreOptions;
import org.residency.deidentification.DeidentificationKey;
import org.residency.identity.PeopleRegister;

/** What the stages share, made from what the process is given; a mistake in it ends the start with one sentence. */
@Singleton
class WorkerResources {

    @Produces
    @Singleton
    StoreOptions storeOptions(CpuWorkerConfig config) {
        return new StoreOptions(config.s3Endpoint());
    }

    @Produces
    @Singleton
    ArtifactStore store(CpuWorkerConfig config, StoreOptions options) {
        try {
            return ArtifactStores.open(config.store(), options);
        } catch (IllegalArgumentException | ArtifactStoreException e) {
            // Of this kind, and without a cause, Quarkus prints the message alone.
            throw new ConfigurationException(e.getMessage());
        }
    }

    @Produces
    @Singleton
    ArtifactCache cache(CpuWorkerConfig config, ArtifactStore store) {
        return new ArtifactCache(store, config.cache());
    }

    @Produces
    @Singleton
    Workbench workbench(CpuWorkerConfig config) {
        return new Workbench(config.cache().resolve("work"));
    }

    @Produces
    @Singleton
    PeopleRegister people(CpuWorkerConfig config) {
        return new PeopleRegister(config.people());
    }

    @Produces
    @Singleton
    DeidentificationKey deidentificationKey(CpuWorkerConfig config) {
        Path file = config.deidentificationKey();
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException("RESIDENCY_DEIDENTIFICATION_KEY: no file at " + file
                    + ", expected 16 or more random bytes; make it with `head -c 32 /dev/urandom > " + file + "`");
        }
        try {
            return DeidentificationKey.read(file);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "RESIDENCY_DEIDENTIFICATION_KEY: cannot read " + file + ": " + e.getMessage());
        }
    }
}
