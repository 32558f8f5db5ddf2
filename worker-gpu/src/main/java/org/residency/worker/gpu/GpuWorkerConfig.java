package org.residency.worker.gpu;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What this process is given: {@code RESIDENCY_STORE}, {@code RESIDENCY_LLM_THREADS} and so on. */
@ConfigMapping(prefix = "residency")
public interface GpuWorkerConfig {

    /** Where artifacts are kept: {@code file:///...} or {@code s3://bucket/prefix}. */
    URI store();

    /** The S3 server, where it is not Amazon's. */
    Optional<URI> s3Endpoint();

    /** Folder where fetched artifacts are kept by digest, and where training works. */
    Path cache();

    Llm llm();

    /** How the model runs. */
    interface Llm {

        /** {@code auto} (the first GPU, else the CPU), {@code cpu} or {@code cuda:N}. */
        @WithDefault("auto")
        String device();

        /** Threads of one operation on the CPU; 0 leaves the engine's choice. */
        @WithDefault("0")
        int threads();

        /** Sequences decoded at once; bounds memory. */
        @WithDefault("128")
        int sequences();

        /** Rollouts of one forward pass of a GRPO update; bounds memory. */
        @WithDefault("32")
        int rolloutsPerPass();
    }
}
