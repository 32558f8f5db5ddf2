package org.residency.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.residency.cli.exit.CommandException;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.cli.stack.PortSettings;
import org.residency.cli.stack.StackPlan;
import org.residency.cli.stack.StackPlanner;
import org.residency.cli.stack.StackState;
import org.residency.cli.stack.TemporalChoice;
import org.residency.cli.terminal.Amount;

/** Looks at what Residency needs from this machine. */
public final class Doctor {

    private static final int LEAST_JAVA = 17;
    private static final long LEAST_MEMORY = 3L << 30;
    private static final long GOOD_MEMORY = 6L << 30;
    private static final long LEAST_DISK = 2L << 30;
    private static final long GOOD_DISK = 10L << 30;

    private final Home home;
    private final Installation installation;
    private final Map<String, String> environment;
    private final Optional<StackState> running;

    /** @param running the stack on this machine, whose ports are rightly in use */
    public Doctor(Home home, Installation installation, Map<String, String> environment, Optional<StackState> running) {
        this.home = home;
        this.installation = installation;
        this.environment = environment;
        this.running = running;
    }

    /** The looks, each taken when its finding is asked for. */
    public Stream<Finding> findings() {
        return Stream.<Supplier<Finding>>of(
                        this::java,
                        this::maven,
                        this::programs,
                        this::cores,
                        this::memory,
                        this::disk,
                        this::ports,
                        this::temporal,
                        this::gpu,
                        this::engine)
                .map(Supplier::get);
    }

    private Finding java() {
        int version = Runtime.version().feature();
        String found = version + " (" + System.getProperty("java.home") + ")";
        boolean compiler = Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"));
        if (version < LEAST_JAVA || !compiler) {
            return Finding.bad(
                    "JDK",
                    compiler ? found : found + ", without a compiler",
                    "install a JDK of version " + LEAST_JAVA + " or later and set JAVA_HOME to it");
        }
        return Finding.good("JDK", found);
    }

    private Finding maven() {
        return ProgramOutput.firstLine("mvn", "--version")
                .map(line -> Finding.good("Maven", line.replace("Apache Maven ", "")))
                .orElseGet(() -> Finding.bad("Maven", "none", "install Maven 3.8 or later and put mvn on the PATH"));
    }

    private Finding programs() {
        try {
            Stream.of("api", "serving", "worker-cpu", "worker-gpu").forEach(installation::program);
            return Finding.good("programs", "built in " + installation.repository());
        } catch (CommandException e) {
            return Finding.bad("programs", e.getMessage(), "run ./residency in the repository: it builds them");
        }
    }

    private Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores >= 2
                ? Finding.good("cores", String.valueOf(cores))
                : Finding.fair("cores", "1", "expect the demo to take more than five minutes; two cores are enough");
    }

    private Finding memory() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long total = system.getTotalMemorySize();
        String found = Amount.bytes(total);
        String fix = "give this machine " + Amount.bytes(GOOD_MEMORY) + ", or close other programs";
        if (total < LEAST_MEMORY) {
            return Finding.bad("memory", found, fix);
        }
        return total < GOOD_MEMORY ? Finding.fair("memory", found, fix) : Finding.good("memory", found);
    }

    private Finding disk() {
        Path place = home.folder();
        while (!Files.exists(place)) {
            place = place.getParent();
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            String found = Amount.bytes(free) + " free at " + place;
            String fix = "free some space, or set RESIDENCY_HOME to a folder on another disk";
            if (free < LEAST_DISK || !Files.isWritable(place)) {
                return Finding.bad("disk", Files.isWritable(place) ? found : place + " is not writable", fix);
            }
            return free < GOOD_DISK ? Finding.fair("disk", found, fix) : Finding.good("disk", found);
        } catch (IOException e) {
            return Finding.bad("disk", place + " cannot be read", "set RESIDENCY_HOME to a folder of yours");
        }
    }

    private Finding ports() {
        if (running.isPresent()) {
            return Finding.good(
                    "ports", "Residency runs: api " + running.get().plan().apiUrl());
        }
        try {
            StackPlan plan = new StackPlanner(home, withoutTemporal()).plan(PortSettings.FREE);
            return Finding.good(
                    "ports", "free on 127.0.0.1: api " + plan.apiPort() + ", serving " + plan.servingPort());
        } catch (CommandException e) {
            return Finding.bad("ports", e.getMessage(), "let this user listen on 127.0.0.1");
        }
    }

    private Map<String, String> withoutTemporal() {
        Map<String, String> rest = new HashMap<>(environment);
        rest.remove("TEMPORAL_ADDRESS");
        return rest;
    }

    private Finding temporal() {
        if (!environment.getOrDefault("TEMPORAL_ADDRESS", "").isBlank()) {
            try {
                TemporalChoice choice = new StackPlanner(home, environment)
                        .plan(PortSettings.FREE)
                        .temporal();
                return Finding.good("Temporal", "a server answers at TEMPORAL_ADDRESS " + choice.address());
            } catch (CommandException e) {
                return Finding.bad("Temporal", e.getMessage(), "start that server, or unset TEMPORAL_ADDRESS");
            }
        }
        return new StackPlanner(home, environment)
                .temporalProgram()
                .map(program -> Finding.good(
                        "Temporal",
                        program + " ("
                                + ProgramOutput.firstLine(program.toString(), "--version")
                                        .orElse("version unknown") + ")"))
                .orElseGet(() -> Finding.fair(
                        "Temporal",
                        "no 'temporal' program: the in-process server is used, without UI and memory",
                        "./residency temporal install"));
    }

    private Finding gpu() {
        return ProgramOutput.firstLine(
                        "nvidia-smi", "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader")
                .map(line -> Finding.good("GPU", line))
                .orElseGet(() -> Finding.good("GPU", "none: training runs on the CPU, which is enough for the demo"));
    }

    private Finding engine() {
        return new TrainingEngine().finding();
    }
}
