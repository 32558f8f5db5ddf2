package org.residency.cli.services;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.residency.cli.context.Context;
import org.residency.cli.context.Interruption;
import org.residency.cli.stack.LocalStack;
import org.residency.cli.stack.Phase;
import org.residency.cli.stack.PortSettings;
import org.residency.cli.stack.ProcessState;
import org.residency.cli.stack.StackPlan;
import org.residency.cli.stack.StackPlanner;
import org.residency.cli.stack.StackState;
import org.residency.cli.stack.StartTurn;
import org.residency.cli.stack.TemporalChoice;
import org.residency.cli.terminal.Amount;
import org.residency.cli.terminal.Terminal;

/** Starts and stops the local stack and tells of it. */
public final class StackStarter {

    private final Context context;
    private final Terminal terminal;
    private final Set<String> told = new HashSet<>();
    private boolean temporalTold;

    public StackStarter(Context context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    /** Starts the stack; Ctrl-C on the way stops what has been started. */
    public StackState start(PortSettings ports) throws InterruptedException {
        LocalStack stack = context.stack();
        terminal.line("Starting Residency; its data is in " + context.home().folder());
        long began = System.nanoTime();
        try (StartTurn turn = StartTurn.await();
                Interruption interruption = Interruption.does(this::stopInterrupted)) {
            Optional<StackState> running = stack.running();
            if (running.isPresent()) {
                terminal.line("  another command has started it");
                return running.get();
            }
            StackPlan plan = new StackPlanner(context.home(), context.environment()).plan(ports);
            StackState state = stack.start(plan, this::tell);
            terminal.line("  ready after " + Amount.of(Duration.ofNanos(System.nanoTime() - began)));
            terminal.blank();
            return state;
        }
    }

    /** Stops the stack; false if nothing ran. */
    public boolean stop() throws InterruptedException {
        Set<String> gone = new HashSet<>();
        return context.stack().stop(state -> {
            for (ProcessState process : state.processes()) {
                if (process.process() == null && gone.add(process.name())) {
                    terminal.line("  " + terminal.tick() + " " + process.name() + " ended");
                }
            }
            terminal.live("  stopping; workers hand their work over…");
        });
    }

    public void stopInterrupted() {
        terminal.lastLine("");
        terminal.lastLine("Interrupted: stopping what was started…");
        try {
            context.stack().stop(state -> {});
            terminal.lastLine("Stopped. The data stays in " + context.home().folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(StackState state) {
        if (!temporalTold && state.plan().temporal().kind() != TemporalChoice.Kind.DEV_SERVER) {
            temporalTold = true;
            tellReady("temporal", temporalWords(state.plan().temporal()));
        }
        StringBuilder waiting = new StringBuilder();
        for (ProcessState process : state.processes()) {
            if (process.phase() == Phase.READY && told.add(process.name())) {
                boolean temporal = process.name().equals("temporal");
                tellReady(process.name(), temporal ? temporalWords(state.plan().temporal()) : process.address());
            } else if (process.phase() != Phase.READY) {
                waiting.append(waiting.length() == 0 ? "" : ", ").append(process.name());
            }
        }
        terminal.live("  starting " + waiting + "…");
    }

    private void tellReady(String name, String words) {
        terminal.line("  " + terminal.tick() + " " + String.format("%-11s", name) + " " + words);
    }

    static String temporalWords(TemporalChoice temporal) {
        String words = temporal.address() + " · " + temporal.kind().words();
        return temporal.ui().isEmpty() ? words : words + " · UI " + temporal.ui();
    }
}
