package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.cli.exit.CommandException;
import org.residency.cli.exit.ExitCode;
import org.residency.cli.home.Home;

class StackPlannerTest {

    @TempDir
    private Path folder;

    @Test
    void usesTheServerThatIsGiven() throws IOException {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(Ports.loopback(0));
            String address = "127.0.0.1:" + server.getLocalPort();

            TemporalChoice temporal = plan(Map.of("TEMPORAL_ADDRESS", address)).temporal();

            assertThat(temporal).isEqualTo(TemporalChoice.given(address));
        }
    }

    @Test
    void saysClearlyThatNoServerAnswers() throws IOException {
        ServerSocket gone = new ServerSocket();
        gone.bind(Ports.loopback(0));
        gone.close();
        String address = "127.0.0.1:" + gone.getLocalPort();

        assertThatThrownBy(() -> plan(Map.of("TEMPORAL_ADDRESS", address)))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAULT))
                .hasMessageStartingWith("TEMPORAL_ADDRESS: no server answers at " + address)
                .hasMessageContaining("unset TEMPORAL_ADDRESS");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThatThrownBy(() -> plan(Map.of("TEMPORAL_ADDRESS", "localhost")))
                .hasMessage("TEMPORAL_ADDRESS: found 'localhost', expected host:port, for example 127.0.0.1:7233");
    }

    @Test
    void takesTheDevServerWhereTheProgramIs() throws IOException {
        Path program = Files.createDirectories(folder.resolve("home/bin")).resolve("temporal");
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        TemporalChoice temporal = plan(Map.of()).temporal();

        assertThat(temporal.kind()).isEqualTo(TemporalChoice.Kind.DEV_SERVER);
        assertThat(temporal.program()).isEqualTo(program.toString());
        assertThat(temporal.ui()).startsWith("http://127.0.0.1:");
    }

    @Test
    void fallsBackToTheServerInsideTheStack() {
        StackPlan plan = plan(Map.of("PATH", folder.toString()));

        assertThat(plan.temporal().kind()).isEqualTo(TemporalChoice.Kind.IN_PROCESS);
        assertThat(plan.temporal().address()).startsWith("127.0.0.1:");
        assertThat(LocalStack.plan(LocalStack.planText(plan))).isEqualTo(plan);
    }

    private StackPlan plan(Map<String, String> environment) {
        return new StackPlanner(new Home(folder.resolve("home")), environment).plan(PortSettings.FREE);
    }
}
