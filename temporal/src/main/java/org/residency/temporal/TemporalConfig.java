package org.residency.temporal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process uses Temporal. Where the server is and how it is reached, Temporal's own names say: {@code
 * TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE}, {@code TEMPORAL_TLS_*}; see {@link TemporalConnection}.
 */
@ConfigMapping(prefix = "residency.temporal")
public interface TemporalConfig {
    /** How long a worker that shuts down waits for its activities to hand their work over. */
    @WithDefault("60s")
    Duration drainWait();

    /** Heartbeats go to the server no more often than this; progress is as old, and a cancel as late. */
    @WithDefault("3s")
    Duration heartbeatThrottle();

    /** How long a worker waits before it looks again for a server that did not answer. */
    @WithDefault("2s")
    Duration startRetry();

    /** How long the readiness check waits for the server. */
    @WithDefault("2s")
    Duration healthTimeout();

    /**
     * The file of keys under which payloads are encrypted; see {@link org.residency.encryption.PayloadKeyFile}. Without it,
     * or with the word {@code none}, they are written in clear.
     */
    Optional<String> payloadKeys();

    /**
     * A folder of this machine in which workers keep what they are at, so that the next one can tell the server what a dead one
     * left behind; see {@link AbandonedActivities}. Without it, silence alone tells.
     */
    Optional<Path> claims();

    /**
     * The worker deployment of which this process's workflow worker is a version. It then gets runs only once the operator has
     * made its version the current one. Without it, any worker may take any step of any run.
     */
    Optional<String> deployment();

    /** Which version of the deployment this process is. */
    @WithDefault("${quarkus.application.version:unknown}")
    String buildId();
}
