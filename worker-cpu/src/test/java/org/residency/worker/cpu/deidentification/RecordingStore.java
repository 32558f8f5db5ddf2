package org.residency.worker.cpu.deidentification;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;

/** A store that remembers which keys were written, and tells before each. */
final class RecordingStore implements ArtifactStore {

    final List<String> written = new CopyOnWriteArrayList<>();

    private final ArtifactStore store;
    private final Consumer<String> beforePut;

    RecordingStore(ArtifactStore store, Consumer<String> beforePut) {
        this.store = store;
        this.beforePut = beforePut;
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        beforePut.accept(key);
        written.add(key);
        return store.put(key, file);
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        beforePut.accept(key);
        written.add(key);
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
