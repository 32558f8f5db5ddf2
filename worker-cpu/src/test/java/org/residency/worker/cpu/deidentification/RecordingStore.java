package org.residency.worker.cpu.deidentification;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.testing.ForwardingArtifactStore;

/** A store that remembers which keys were written, and tells before each. */
final class RecordingStore extends ForwardingArtifactStore {

    final List<String> written = new CopyOnWriteArrayList<>();

    private final Consumer<String> beforePut;

    RecordingStore(ArtifactStore store, Consumer<String> beforePut) {
        super(store);
        this.beforePut = beforePut;
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        beforePut.accept(key);
        written.add(key);
        return super.put(key, file);
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        beforePut.accept(key);
        written.add(key);
        return super.put(key, bytes);
    }
}
