package org.residency.artifacts;

import java.net.URI;
import java.nio.file.Path;

/** Opens the store that a location names. */
public final class ArtifactStores {

    private ArtifactStores() {}

    /**
     * Opens the store at {@code location}.
     *
     * @param location {@code file:///folder} or {@code s3://bucket/prefix}
     * @throws IllegalArgumentException if it is neither
     * @throws ArtifactStoreException if it cannot be opened
     */
    public static ArtifactStore open(URI location, StoreOptions options) {
        String scheme = location.getScheme() == null ? "" : location.getScheme();
        return switch (scheme) {
            case "file" -> new FileArtifactStore(Path.of(location));
            case "s3" -> S3ArtifactStore.open(location, options);
            default ->
                throw new IllegalArgumentException("store: found '" + location
                        + "', expected file:///folder or s3://bucket/prefix; check RESIDENCY_STORE");
        };
    }
}
