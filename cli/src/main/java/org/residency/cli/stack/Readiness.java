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

    /** Each process of a stack says in this header of every answer which start of which stack it belongs to. */
    String INSTANCE_HEADER = "X-Residency-Instance";

    /** {@code GET} of the address answers 200, and it is that instance that answers, not another program at its port. */
    static Readiness healthy(URI address, String instance) {
        return () -> {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) address.toURL().openConnection();
                connection.setConnectTimeout(1_000);
                connection.setReadTimeout(2_000);
                try {
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                            && instance.equals(connection.getHeaderField(INSTANCE_HEADER));
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                return false;
            }
        };
    }
}
