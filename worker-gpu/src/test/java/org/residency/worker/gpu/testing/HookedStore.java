package org.residency.worker.gpu.testing;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.testing.ForwardingArtifactStore;

/** A store that tells of each file once it lies there: the place where a test kills, drains or cancels. */
public final class HookedStore extends ForwardingArtifactStore {

    private volatile Consumer<String> afterPut = key -> {};

    public HookedStore(ArtifactStore store) {
        super(store);
    }

    public void afterPut(Consumer<String> hook) {
        afterPut = hook;
    }

    @Override
    public ArtifactRef put(String key, Path file) {
        ArtifactRef ref = super.put(key, file);
        afterPut.accept(key);
        return ref;
    }

    @Override
    public ArtifactRef put(String key, byte[] bytes) {
        ArtifactRef ref = super.put(key, bytes);
        afterPut.accept(key);
        return ref;
    }
}
