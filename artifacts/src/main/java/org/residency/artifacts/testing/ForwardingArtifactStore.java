package org.residency.artifacts.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;

/** A store that another one does the work of: a test overrides the call at which it wants to look, or to fail. */
public abstract class ForwardingArtifactStore implements ArtifactStore {

    private final ArtifactStore store;

    protected ForwardingArtifactStore(ArtifactStore store) {
        this.store = store;
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        return store.put(key, file);
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        return store.put(key, bytes);
    }

    @Override
    public byte[] read(ArtifactRef ref) {
        return store.read(ref);
    }

    @Override
    public Path fetch(ArtifactRef ref, Path target) {
        return store.fetch(ref, target);
    }

    @Override
    public String keyOf(ArtifactRef ref) {
        return store.keyOf(ref);
    }

    @Override
    public Optional<ArtifactRef> find(String key) {
        return store.find(key);
    }

    @Override
    public List<String> list(String prefix) {
        return store.list(prefix);
    }

    @Override
    public void delete(String prefix) {
        store.delete(prefix);
    }
}
