package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OwnedProcessTest {

    @Test
    void findsItsProcessAgain() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "30.25").start();
        OwnedProcess owned = OwnedProcess.of(process.toHandle(), "30.25");

        assertThat(owned.find()).contains(process.toHandle());

        process.destroyForcibly().waitFor();
        assertThat(owned.find()).isEmpty();
    }

    @Test
    void mistakesNoOtherProcessForIt() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "30.5").start();
        try {
            OwnedProcess owned = OwnedProcess.of(process.toHandle(), "30.5");

            assertThat(new OwnedProcess(owned.pid(), owned.startedAt() - 60_000, "30.5").find())
                    .as("the same number, started at another time")
                    .isEmpty();
            assertThat(new OwnedProcess(owned.pid(), owned.startedAt(), "-Dstack.process=").find())
                    .as("the same number, another command line")
                    .isEmpty();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
