package org.residency.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;

class RunEventsTest {

    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = bodies.isEmpty() ? new byte[0] : bodies.remove().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void goesOnWhereTheStreamBrokeOff() throws InterruptedException {
        bodies.add("data:{\"run\":\"r1\",\"state\":\"running\"}\n\n");
        bodies.add("data:{\"run\":\"r1\",\ndata:\"state\":\"completed\"}\n\n");
        List<String> states = new ArrayList<>();

        RunSnapshot last = events().follow("r1", snapshot -> states.add(snapshot.state()), () -> {});

        assertThat(states).containsExactly("running", "completed");
        assertThat(last.isEnded()).isTrue();
    }

    @Test
    void passesARefusalOn() {
        status = 404;
        bodies.add("{\"error\": \"run: 'r1' is unknown; GET /runs lists them\"}");

        assertThatThrownBy(() -> events().follow("r1", snapshot -> true, () -> {}))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                .hasMessage("run: 'r1' is unknown; GET /runs lists them");
    }

    @Test
    void tellsAFaultOfTheApiFromBadInput() {
        status = 503;
        bodies.add("{\"error\": \"Temporal answered UNAVAILABLE\"}");

        assertThatThrownBy(() -> api().get("runs"))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAULT))
                .hasMessage("Temporal answered UNAVAILABLE");
    }

    @Test
    void saysWhereNobodyAnswers() {
        server.stop(0);

        assertThatThrownBy(() -> api().get("runs"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("the api does not answer at http://127.0.0.1:")
                .hasMessageContaining("./residency up");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> new ApiClient("the api", "localhost:8080", "--api"))
                .hasMessage("--api: found 'localhost:8080', expected an address such as http://127.0.0.1:8080");
    }

    private RunEvents events() {
        return new RunEvents(api());
    }

    private ApiClient api() {
        return new ApiClient(
                "the api", "http://127.0.0.1:" + server.getAddress().getPort(), "--api");
    }
}
