package org.residency.artifacts;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Files that somebody else put somewhere, made readable here.
 *
 * @param ref where they were and what they held: of one file its own digest, of several the digest of theirs, whatever
 *     their names and order
 * @param files the local files, by name; the originals themselves where those are local
 */
public record Source(ArtifactRef ref, List<Path> files) {

    public Source {
        files = List.copyOf(files);
    }

    /**
     * Digests local files, or copies those in S3 into {@code folder} under their own names.
     *
     * @param location {@code file:///path} or {@code s3://bucket/key} of a file, of a folder, which stands for all files of
     *     rows below it, or with wildcards as {@link SourcePattern} has them
     * @throws ArtifactMissingException if there is no such file, or none fits
     * @throws IllegalArgumentException if the location is neither
     */
    public static Source locate(URI location, StoreOptions options, Path folder) {
        String scheme = location.getScheme() == null ? "" : location.getScheme();
        return switch (scheme) {
            case "file" -> local(location);
            case "s3" -> fromS3(location, options, folder);
            default ->
                throw new IllegalArgumentException(
                        "source: found '" + location + "', expected file:///path or s3://bucket/key");
        };
    }

    private static Source local(URI location) {
        List<Path> files = SourcePattern.localFiles(Path.of(location));
        List<Digested> digests = new ArrayList<>();
        for (Path file : files) {
            try {
                digests.add(Digested.of(file));
            } catch (IOException e) {
                throw new ArtifactStoreException("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return of(location, digests, files);
    }

    private static Source fromS3(URI location, StoreOptions options, Path folder) {
        String key = location.getPath().replaceFirst("^/", "");
        try (S3ArtifactStore bucket = S3ArtifactStore.open(location.resolve("/"), options)) {
            Optional<Digested> single =
                    key.isEmpty() || key.endsWith("/") ? Optional.empty() : bucket.copy(key, target(folder, key));
            if (single.isPresent()) {
                return of(location, List.of(single.get()), List.of(target(folder, key)));
            }
            SourcePattern pattern = SourcePattern.ofKeys(key);
            List<String> keys =
                    bucket.list(pattern.base()).stream().filter(pattern::fits).toList();
            if (keys.isEmpty()) {
                throw new ArtifactMissingException(
                        location + ": no such object, and no file of rows below it or fitting it; check the location");
            }
            List<Digested> digests = new ArrayList<>();
            List<Path> files = new ArrayList<>();
            for (String each : keys) {
                Path target = target(folder, each);
                digests.add(bucket.copy(each, target)
                        .orElseThrow(() -> new ArtifactMissingException(
                                location + ": an object was removed while it was read; try again")));
                files.add(target);
            }
            return of(location, digests, files);
        }
    }

    /** Under the object's own names, so that messages name them. */
    private static Path target(Path folder, String key) {
        return folder.resolve(StoreKey.check(key));
    }

    private static Source of(URI location, List<Digested> digests, List<Path> files) {
        if (digests.size() == 1) {
            Digested one = digests.get(0);
            return new Source(new ArtifactRef(location, one.sha256(), one.byteCount()), files);
        }
        String lines = digests.stream()
                .map(Digested::sha256)
                .sorted()
                .map(digest -> digest + "\n")
                .collect(Collectors.joining());
        long byteCount = digests.stream().mapToLong(Digested::byteCount).sum();
        String sha256 = Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
        return new Source(new ArtifactRef(location, sha256, byteCount), files);
    }
}
