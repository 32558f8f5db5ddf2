package org.residency.artifacts;

import java.net.URI;
import java.util.Optional;

/**
 * How a store is reached. Credentials and region come from where the AWS SDK looks for them, the environment first.
 *
 * @param s3Endpoint an S3 server other than Amazon's, addressed with the bucket in the path
 */
public record StoreOptions(Optional<URI> s3Endpoint) {

    public StoreOptions {
        s3Endpoint = s3Endpoint == null ? Optional.empty() : s3Endpoint;
    }

    public static StoreOptions defaults() {
        return new StoreOptions(Optional.empty());
    }
}
