package org.residency.artifacts;

import org.residency.artifacts.testing.InMemoryArtifactStore;

class InMemoryArtifactStoreTest implements ArtifactStoreContract {

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public void damage(ArtifactRef ref) {
        store.damage(ref);
    }
}
