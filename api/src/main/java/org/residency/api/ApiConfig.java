package org.residency.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What this process is given: {@code RESIDENCY_STORE}, {@code RESIDENCY_PEOPLE} and so on. */
@ConfigMapping(prefix = "residency")
public interface ApiConfig {

    /** Where artifacts and the deployment log are: {@code file:///...} or {@code s3://bucket/prefix}. */
    URI store();

    /** The S3 server, where it is not Amazon's. */
    Optional<URI> s3Endpoint();

    /** Folder of the register of people. */
    Path people();

    Api api();

    /** How long this process waits for others. */
    interface Api {

        /** For a run's own account of itself; a run whose worker is down is shown by what else is known of it. */
        @WithDefault("3s")
        Duration queryWait();

        /** For a signed statement to be verified and recorded. */
        @WithDefault("60s")
        Duration signOffWait();

        /** For the former model to answer again. */
        @WithDefault("90s")
        Duration rollbackWait();

        /** How often a watched run is looked at. */
        @WithDefault("1s")
        Duration watchEvery();
    }
}
