package org.residency.worker.gpu.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;

/** A store that tells of each file once it lies there: the place where a test kills, drains or cancels. */
public final class HookedStore implements ArtifactStore {

    private final ArtifactStore store;
    private volatile Consumer<String> afterPut = key -> {};

    public HookedStore(ArtifactStore store) {
        this.store = store;
    }

    public void afterPut(Consumer<String> hook) {
        afterPut = hook;
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        ArtifactRef ref = store.put(key, file);
        afterPut.accept(key);
        return ref;
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        ArtifactRef ref = store.put(key, bytes);
        afterPut.accept(key);
        return ref;
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
