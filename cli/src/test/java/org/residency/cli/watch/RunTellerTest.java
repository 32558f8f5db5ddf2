package org.residency.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.residency.cli.RecordingTerminal;
import org.residency.cli.client.RunSnapshot;
import org.residency.cli.terminal.Terminal.Looks;

/** Against events as the api sends them, shortened; see recorded-events.json. */
class RunTellerTest {

    private final AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);

    @Test
    void tellsEachStageOnceAndInOrder() throws IOException {
        RecordingTerminal recorded = tell(RecordingTerminal.plain());

        assertThat(recorded.out()).isEqualTo(resource("recorded-events.txt"));
    }

    @Test
    void drawsProgressOverOneLineOnATerminal() throws IOException {
        RecordingTerminal recorded = tell(new RecordingTerminal(new Looks(true, false, true, false, 200), ""));

        assertThat(recorded.out())
                .contains("██████████░░░░░░░░░░ 20/40 steps · loss 1.250 · learning rate 1.5e-4 · 20 s left")
                .contains("round 2 of 2, about 10 s left")
                .contains("waits for a clinician's decision");
        assertThat(recorded.lines().stream().filter(line -> line.contains("✔ 3 sft")))
                .hasSize(1);
    }

    @Test
    void tellsAllThatWasBeforeToOneWhoComesLate() throws IOException {
        RecordingTerminal recorded = RecordingTerminal.plain();
        JsonNode events = events();

        new RunTeller(recorded.terminal(), now::get).tell(new RunSnapshot(events.get(events.size() - 1)));

        assertThat(recorded.lines().stream().filter(line -> line.contains("✔"))).hasSize(9);
    }

    @Test
    void marksTheStageThatSaidNo() throws IOException {
        RecordingTerminal recorded = RecordingTerminal.plain();
        JsonNode closed = new ObjectMapper().readTree("""
                {"run": "r1", "state": "completed", "progress": [], "retries": [], "status": {
                  "stage": "GATE",
                  "verdict": {"result": "FAIL", "policy": "default", "loweredBar": false, "checks": [
                    {"rule": "gate.minCases", "result": "PASS", "reason": "40 cases, at least 30 asked"},
                    {"rule": "gate.minExactMatch", "result": "FAIL", "reason": "exact match 0.1, at least 0.5 asked"}]},
                  "outcome": {"conclusion": "GATE_CLOSED", "reason": "the gate is closed"}}}""");

        new RunTeller(recorded.terminal(), now::get).tell(new RunSnapshot(closed));

        assertThat(recorded.out())
                .contains("✘ 7 gate        fail by policy 'default'")
                .contains("fail: exact match 0.1, at least 0.5 asked")
                .doesNotContain("40 cases");
    }

    private RecordingTerminal tell(RecordingTerminal recorded) throws IOException {
        RunTeller teller = new RunTeller(recorded.terminal(), now::get);
        for (JsonNode event : events()) {
            teller.tell(new RunSnapshot(event));
            now.updateAndGet(time -> time.plusSeconds(10));
        }
        return recorded;
    }

    private static JsonNode events() throws IOException {
        return new ObjectMapper().readTree(resource("recorded-events.json"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = RunTellerTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
