package org.residency.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What this process is given: {@code RESIDENCY_STORE}, {@code RESIDENCY_SERVING_TOKEN} and so on. */
@ConfigMapping(prefix = "residency")
public interface ServingConfig {

    /** Where artifacts and the deployment log are: {@code file:///...} or {@code s3://bucket/prefix}. */
    URI store();

    /** The S3 server, where it is not Amazon's. */
    Optional<URI> s3Endpoint();

    /** Folder where fetched models are kept by digest. */
    Path cache();

    Llm llm();

    Serving serving();

    /** How the model runs. */
    interface Llm {

        /** {@code auto} (the first GPU, else the CPU), {@code cpu} or {@code cuda:N}. */
        @WithDefault("auto")
        String device();

        /** Threads of one operation on the CPU; 0 leaves the engine's choice. */
        @WithDefault("0")
        int threads();
    }

    /** How requests are taken. */
    interface Serving {

        /** The bearer token of the admin endpoints, which are closed where there is none. */
        Optional<String> token();

        /** The longest case, in characters. */
        @WithDefault("20000")
        int maxCharacters();

        /** Requests that wait while one is answered; more are turned away. */
        @WithDefault("16")
        int queueSize();

        /** How often the deployment log is looked at. */
        @WithDefault("5s")
        Duration poll();
    }
}
