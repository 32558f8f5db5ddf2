package org.residency.cli.stack;

import java.util.Objects;

/**
 * What a stack is made of, settled before anything starts.
 *
 * @param servingPort on 127.0.0.1, as the others
 */
public record StackPlan(TemporalChoice temporal, int servingPort, int workerCpuPort, int workerGpuPort, int apiPort) {

    public StackPlan {
        Objects.requireNonNull(temporal, "temporal");
    }

    public String servingUrl() {
        return url(servingPort);
    }

    public String apiUrl() {
        return url(apiPort);
    }

    static String url(int port) {
        return "http://" + Ports.LOOPBACK + ":" + port;
    }
}
