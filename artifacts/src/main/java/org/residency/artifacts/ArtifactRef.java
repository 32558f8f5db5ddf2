package org.residency.artifacts;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where an artifact lies and what it must be: the only form in which an artifact enters a run's history.
 *
 * @param uri location in the store, {@code file:} or {@code s3:}
 * @param sha256 digest of the bytes at {@code uri}, 64 lower-case hexadecimal digits; for a folder, of its index, which
 *     lists the digest of every file in it
 * @param byteCount length of the bytes at {@code uri}; for a folder, of all its files together
 */
public record ArtifactRef(URI uri, String sha256, long byteCount) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactRef {
        Objects.requireNonNull(uri, "uri");
        if (sha256 == null || !SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256 of " + uri + ": found '" + sha256 + "', expected 64 lower-case hexadecimal digits");
        }
        if (byteCount < 0) {
            throw new IllegalArgumentException("byteCount of " + uri + ": found " + byteCount + ", expected 0 or more");
        }
    }

    /** The first twelve digits of the digest: enough for a person to tell two artifacts apart. */
    public String shortDigest() {
        return sha256.substring(0, 12);
    }
}
