package org.residency.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.residency.cli.exit.CommandException;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

/** The stack on this machine, seen from a command. */
public final class LocalStack {

    /** The hidden subcommand that a supervisor runs; its plan stands in this variable of its environment. */
    public static final String SUPERVISE = "supervise";

    public static final String PLAN_VARIABLE = "RESIDENCY_STACK_PLAN";

    private static final String SUPERVISOR_LOG = "supervisor";
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 12;

    /** Its own process group keeps the terminal's Ctrl-C from the supervisor, and nohup the terminal's end. */
    private static final String DETACH = "set -m; log=\"$1\"; shift; nohup \"$@\" </dev/null >>\"$log\" 2>&1 & echo $!";

    private final Home home;
    private final Installation installation;
    private final Map<String, String> environment;
    private final StackFile file;

    public LocalStack(Home home, Installation installation, Map<String, String> environment) {
        this.home = home;
        this.installation = installation;
        this.environment = environment;
        this.file = new StackFile(home.stackFile());
    }

    /** The plan as text, for the supervisor's environment. */
    static String planText(StackPlan plan) {
        try {
            return new ObjectMapper().writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan is always written", e);
        }
    }

    public static StackPlan plan(String text) {
        try {
            return new ObjectMapper().readValue(text, StackPlan.class);
        } catch (JsonProcessingException e) {
            throw CommandException.badInput(PLAN_VARIABLE + ": found no plan of a stack; this command is run by up");
        }
    }

    /** The file of the key under which the stack replaces identifiers; made if it is not there yet. */
    public static Path deidentificationKey(Home home) {
        return new Secrets(home).deidentificationKey();
    }

    /** What runs now; empty if nothing does. */
    public Optional<StackState> running() {
        return file.read().filter(state -> state.supervisor().find().isPresent());
    }

    /** What a supervisor that is gone has left behind. */
    public Optional<StackState> leftBehind() {
        return file.read().filter(state -> state.supervisor().find().isEmpty());
    }

    /**
     * Starts the stack and waits until it is ready.
     *
     * @param onChange told of each new state on the way
     * @throws CommandException if a process could not be started; nothing is left running then
     */
    public StackState start(StackPlan plan, Consumer<StackState> onChange) throws InterruptedException {
        endOrphans();
        file.delete();
        long pid = detach(plan);
        boolean ready = false;
        try {
            StackState state = awaitReadiness(pid, onChange);
            ready = true;
            return state;
        } finally {
            if (!ready) {
                stop(state -> {});
            }
        }
    }

    private StackState awaitReadiness(long pid, Consumer<StackState> onChange) throws InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        Optional<StackState> seen = Optional.empty();
        while (System.nanoTime() < limit) {
            boolean alive = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
            Optional<StackState> now = file.read();
            if (now.isPresent() && !now.equals(seen)) {
                seen = now;
                onChange.accept(now.get());
            }
            if (now.isPresent() && now.get().phase() == Phase.READY) {
                return now.get();
            }
            if (!alive) {
                throw startFailed(now);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
        }
        throw CommandException.fault("the stack was not ready after " + START_LIMIT.toMinutes()
                + " minutes and has been stopped. The logs are in " + home.logs());
    }

    private CommandException startFailed(Optional<StackState> state) {
        Path log = state.map(StackState::failureLog).map(Path::of).orElse(home.log(SUPERVISOR_LOG));
        String reason = state.map(StackState::failure).orElse("the supervisor ended at once; its log is " + log);
        return CommandException.fault("the stack could not be started: " + reason + ". Its last lines:\n"
                + String.join("\n", lastLines(log)));
    }

    private long detach(StackPlan plan) {
        home.create(home.logs());
        List<String> command = new ArrayList<>(
                List.of("bash", "-c", DETACH, "detach", home.log(SUPERVISOR_LOG).toString()));
        List<String> java = Installation.javaAgain();
        command.add(java.get(0));
        command.add(Supervisor.mark(home));
        command.addAll(java.subList(1, java.size()));
        command.addAll(List.of("org.residency.cli.Residency", SUPERVISE));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("RESIDENCY_HOME", home.folder().toString());
        builder.environment()
                .put("RESIDENCY_REPOSITORY", installation.repository().toString());
        builder.environment().put(PLAN_VARIABLE, planText(plan));
        try {
            Process shell = builder.start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!output.matches("[0-9]+")) {
                throw CommandException.fault("the supervisor could not be started: " + output);
            }
            return Long.parseLong(output);
        } catch (IOException e) {
            throw CommandException.fault(
                    "bash is needed to start the stack and could not be run: " + e.getMessage(), e);
        }
    }

    /**
     * Ends everything, in order, and what a killed supervisor left behind.
     *
     * @return whether anything ran
     */
    public boolean stop(Consumer<StackState> onChange) throws InterruptedException {
        Optional<StackState> state = file.read();
        if (state.isEmpty()) {
            return false;
        }
        Optional<ProcessHandle> supervisor = state.get().supervisor().find();
        supervisor.ifPresent(ProcessHandle::destroy);
        long limit = System.nanoTime() + STOP_LIMIT.toNanos();
        while (supervisor.isPresent() && supervisor.get().isAlive() && System.nanoTime() < limit) {
            file.read().ifPresent(onChange);
            TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
        }
        supervisor.filter(ProcessHandle::isAlive).ifPresent(ProcessHandle::destroyForcibly);
        boolean orphans = endOrphans();
        file.delete();
        return supervisor.isPresent() || orphans;
    }

    /** Ends recorded processes whose supervisor is gone. */
    private boolean endOrphans() throws InterruptedException {
        List<ProcessHandle> orphans = leftBehind().stream()
                .flatMap(state -> state.processes().stream())
                .flatMap(process -> Optional.ofNullable(process.process()).stream())
                .flatMap(process -> process.find().stream())
                .toList();
        orphans.forEach(ProcessHandle::destroy);
        long limit = System.nanoTime() + ORPHAN_GRACE.toNanos();
        while (orphans.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < limit) {
            TimeUnit.NANOSECONDS.sleep(LOOK_INTERVAL.toNanos());
        }
        orphans.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        return !orphans.isEmpty();
    }

    /** Removes the data folder and everything in it. */
    public void purge() {
        if (!Files.isDirectory(home.folder())) {
            return;
        }
        try (Stream<Path> files = Files.walk(home.folder())) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + home.folder(), e);
        }
    }

    private static List<String> lastLines(Path log) {
        try {
            // Where in the code it was is for the log alone.
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.matches("\\s+(at |\\.\\.\\.).*"))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read)");
        }
    }
}
