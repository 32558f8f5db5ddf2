package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;

class PortsTest {

    @Test
    void refusesAPortInUseAndNamesPortAndFlag() throws IOException {
        try (ServerSocket taken = taken()) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new Ports().choose("--api-port", Optional.of(port), 8080))
                    .isInstanceOfSatisfying(
                            CommandException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT))
                    .hasMessageContaining("--api-port")
                    .hasMessageContaining(String.valueOf(port))
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void choosesAnotherWhereTheUsualOneIsTaken() throws IOException {
        try (ServerSocket taken = taken()) {
            int chosen = new Ports().choose("--api-port", Optional.empty(), taken.getLocalPort());

            assertThat(chosen).isNotEqualTo(taken.getLocalPort());
            assertThat(Ports.isFree(chosen)).isTrue();
        }
    }

    @Test
    void givesNoPortTwice() {
        Ports ports = new Ports();
        int first = ports.choose("--api-port", Optional.empty(), 0);

        assertThat(ports.choose("--serving-port", Optional.empty(), first)).isNotEqualTo(first);
        assertThatThrownBy(() -> ports.choose("--serving-port", Optional.of(first), 8090))
                .hasMessageContaining("--serving-port");
    }

    @Test
    void refusesANumberThatIsNoPort() {
        assertThatThrownBy(() -> new Ports().choose("--api-port", Optional.of(70_000), 8080))
                .hasMessage("--api-port: found 70000, expected a port from 1 to 65535");
    }

    @Test
    void tellsWhetherSomethingListens() throws IOException {
        ServerSocket taken = taken();
        assertThat(Ports.answers(Ports.LOOPBACK, taken.getLocalPort())).isTrue();
        taken.close();
        assertThat(Ports.answers(Ports.LOOPBACK, taken.getLocalPort())).isFalse();
        assertThat(Ports.answers("no-such-host.invalid", 80)).isFalse();
    }

    private static ServerSocket taken() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(Ports.loopback(0));
        return socket;
    }
}
