package org.residency.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that somebody else put somewhere, made readable here.
 *
 * @param ref where it was and what it held
 * @param path the local file; the original itself where that is local
 */
public record SourceFile(ArtifactRef ref, Path path) {

    /**
     * Digests a local file, or copies one from S3 into {@code folder} under its own name.
     *
     * @param location {@code file:///path} or {@code s3://bucket/key}
     * @throws ArtifactMissingException if there is no such file
     * @throws IllegalArgumentException if the location is neither
     */
    public static SourceFile locate(URI location, StoreOptions options, Path folder) {
        String scheme = location.getScheme() == null ? "" : location.getScheme();
        return switch (scheme) {
            case "file" -> local(location, Path.of(location));
            case "s3" -> fromS3(location, options, folder);
            default ->
                throw new IllegalArgumentException(
                        "source: found '" + location + "', expected file:///path or s3://bucket/key");
        };
    }

    private static SourceFile local(URI location, Path path) {
        if (!Files.isRegularFile(path)) {
            throw new ArtifactMissingException(
                    path + ": no such file; check the path, which must be readable where the" + " worker runs");
        }
        try {
            Digested digested = Digested.of(path);
            return new SourceFile(new ArtifactRef(location, digested.sha256(), digested.byteCount()), path);
        } catch (IOException e) {
            throw new ArtifactStoreException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static SourceFile fromS3(URI location, StoreOptions options, Path folder) {
        String key = location.getPath().replaceFirst("^/", "");
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("source: found '" + location + "', expected s3://bucket/key of a file");
        }
        try (S3ArtifactStore bucket = S3ArtifactStore.open(location.resolve("/"), options)) {
            ArtifactRef ref = bucket.find(key)
                    .orElseThrow(() -> new ArtifactMissingException(location + ": no such object; check the location"));
            return new SourceFile(ref, bucket.fetch(ref, folder.resolve(name)));
        }
    }
}
