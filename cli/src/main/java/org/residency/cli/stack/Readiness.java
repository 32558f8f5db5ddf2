package org.residency.cli.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Whether a process is ready for work. */
@FunctionalInterface
interface Readiness {

    boolean isReady();

    /** Something listens at the port. */
    static Readiness listening(int port) {
        return () -> Ports.answers(Ports.LOOPBACK, port);
    }

    /** {@code GET} of the address answers 200. */
    static Readiness healthy(URI address) {
        return () -> {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(1_000);
                connection.setReadTimeout(2_000);
                try {
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }
}
