package org.residency.worker.cpu;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What this process is given: {@code RESIDENCY_STORE}, {@code RESIDENCY_CACHE} and so on. */
@ConfigMapping(prefix = "residency")
public interface CpuWorkerConfig {

    /** Where artifacts and the deployment log are: {@code file:///...} or {@code s3://bucket/prefix}. */
    URI store();

    /** The S3 server, where it is not Amazon's. */
    Optional<URI> s3Endpoint();

    /** Folder where fetched artifacts are kept by digest, and where work in progress lies. */
    Path cache();

    /** Folder of the register of people. */
    Path people();

    /** File whose bytes are the secret from which surrogates follow; 16 bytes or more. */
    Path deidentificationKey();

    Serving serving();

    /**
     * Is sent {@code {"run": ..., "urgency": ...}} by POST when a run waits for a sign-off; the log says it besides.
     */
    Optional<URI> notifyWebhook();

    Cpu cpu();

    Reuse reuse();

    /** The process that answers with the deployed model. */
    interface Serving {

        /** For example {@code http://127.0.0.1:8081}. */
        URI url();

        /** The bearer token of its admin endpoints. */
        String token();

        /** How long it may take to load a model. */
        @WithDefault("12m")
        Duration loadTimeout();

        /** How long it may take to answer one case. */
        @WithDefault("2m")
        Duration answerTimeout();
    }

    /** Which results of earlier runs are taken for what the code of this process would do. */
    interface Reuse {

        /**
         * Whether a version without a commit, or from changed files, stands for one code only: on a machine where nobody changes
         * the code, or by a test.
         */
        @WithDefault("false")
        boolean unknownCode();
    }

    /** How much this process does at once. */
    interface Cpu {

        /** Activities at once. */
        @WithDefault("4")
        int activities();

        /** Workflow tasks at once. */
        @WithDefault("50")
        int workflowTasks();
    }
}
