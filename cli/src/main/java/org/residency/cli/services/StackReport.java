package org.residency.cli.services;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.util.Locale;
import org.residency.cli.context.Context;
import org.residency.cli.stack.Phase;
import org.residency.cli.stack.ProcessState;
import org.residency.cli.stack.StackState;
import org.residency.cli.stack.TemporalChoice;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Table;
import org.residency.cli.terminal.Terminal;

/** Says what runs. */
final class StackReport {

    private final Context context;

    StackReport(Context context) {
        this.context = context;
    }

    void table(StackState state) {
        Terminal terminal = context.terminal();
        Table table = new Table();
        if (state.process("temporal").isEmpty()) {
            table.row(
                    terminal.tick(),
                    "temporal",
                    "ready",
                    StackStarter.temporalWords(state.plan().temporal()));
        }
        for (ProcessState process : state.processes()) {
            boolean temporal = process.name().equals("temporal");
            String mark = process.phase() == Phase.READY ? terminal.tick() : terminal.cross();
            String restarts =
                    process.restarts() == 0 ? "" : " · started again " + Amount.of(process.restarts(), "time", "times");
            table.row(
                    mark,
                    process.name(),
                    process.phase().name().toLowerCase(Locale.ROOT),
                    (temporal ? StackStarter.temporalWords(state.plan().temporal()) : process.address()) + restarts);
        }
        table.print(terminal);
        Duration age = Duration.ofMillis(System.currentTimeMillis() - state.startedAt());
        terminal.line("  up for " + Amount.of(age) + " · data and logs in "
                + context.home().folder());
        if (state.plan().temporal().kind() == TemporalChoice.Kind.IN_PROCESS) {
            terminal.line("  " + terminal.warning() + " " + TemporalChoice.WHAT_IN_PROCESS_LACKS);
        }
    }

    void json(Object value) {
        try {
            context.terminal()
                    .line(new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state is always written", e);
        }
    }
}
