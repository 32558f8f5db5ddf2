package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private HttpServer server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(Ports.loopback(0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set(Readiness.INSTANCE_HEADER, "mine");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ready") ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
        address = URI.create(
                "http://" + Ports.LOOPBACK + ":" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void takesTheWordOfItsOwnProcessAlone() {
        assertThat(Readiness.healthy(address.resolve("/ready"), "mine").isReady())
                .isTrue();
        assertThat(Readiness.healthy(address.resolve("/ready"), "another").isReady())
                .isFalse();
    }

    @Test
    void waitsWhileTheProcessIsNotReady() {
        assertThat(Readiness.healthy(address.resolve("/starting"), "mine").isReady())
                .isFalse();
    }
}
