package org.residency.cli.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;

/** Starts the processes of a stack, keeps them alive, and ends them in order: the body of a detached JVM. */
public final class Supervisor {

    private static final Logger LOG = Logger.getLogger(Supervisor.class.getName());

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);

    private final StackPlan plan;
    private final StackFile file;
    private final Home home;
    private final StackProcesses processes;
    private final OwnedProcess self;
    private final long startedAt = System.currentTimeMillis();
    private final List<SupervisedChild> children = new ArrayList<>();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile Phase phase = Phase.STARTING;
    private volatile String failure;
    private volatile String failureLog;

    public Supervisor(StackPlan plan, Home home, Installation installation, Map<String, String> environment) {
        this.plan = plan;
        this.home = home;
        this.file = new StackFile(home.stackFile());
        this.processes = new StackProcesses(plan, home, installation, environment);
        this.self = OwnedProcess.of(ProcessHandle.current(), mark(home));
    }

    /** Words of a supervisor's command line. */
    static String mark(Home home) {
        return "-Dstack.process=" + home.folder() + "::supervisor";
    }

    /** Runs until this JVM is asked to end, or the stack fails to start. */
    public boolean run() throws InterruptedException {
        home.create(home.logs());
        try (FileChannel channel =
                        FileChannel.open(home.stackLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                LOG.severe("another supervisor holds " + home.stackLock());
                return false;
            }
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
            return supervise();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + home.stackLock(), e);
        } finally {
            stopped.countDown();
        }
    }

    private boolean supervise() throws InterruptedException {
        LoopbackTemporal inProcess = null;
        try {
            write();
            if (plan.temporal().kind() == TemporalChoice.Kind.IN_PROCESS) {
                inProcess = LoopbackTemporal.start(plan.temporal().port());
            } else if (plan.temporal().kind() == TemporalChoice.Kind.DEV_SERVER) {
                start(List.of(processes.temporal()));
            }
            if (awaitReadiness()) {
                start(processes.quarkus());
            }
            if (awaitReadiness()) {
                phase = Phase.READY;
                write();
                LOG.info("ready");
            }
            stopAsked.await();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.SEVERE, "the stack cannot be started", e);
            failure = e.getMessage();
        } finally {
            stopChildren();
            if (inProcess != null) {
                inProcess.close();
            }
        }
        if (failure == null) {
            file.delete();
        } else {
            phase = Phase.FAILED;
            write();
        }
        return failure == null;
    }

    private void start(List<ChildSpec> specs) {
        for (ChildSpec spec : specs) {
            SupervisedChild child = new SupervisedChild(spec, Backoff.USUAL, this::write);
            synchronized (this) {
                children.add(child);
            }
            child.start();
        }
        write();
    }

    /** False if the stack is asked to stop before it is ready, or a process is given up. */
    private boolean awaitReadiness() throws InterruptedException {
        while (!stopAsked.await(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            List<ProcessState> states = states();
            for (ProcessState state : states) {
                if (state.phase() == Phase.FAILED) {
                    failure = state.name() + " ended again and again before it was ready; its log is " + state.log();
                    failureLog = state.log();
                    stopAsked.countDown();
                    return false;
                }
            }
            if (states.stream().allMatch(state -> state.phase() == Phase.READY)) {
                return true;
            }
        }
        return false;
    }

    /** Who asks goes first: then nothing new comes in while the workers hand over, and Temporal is there to the end. */
    private void stopChildren() throws InterruptedException {
        phase = Phase.STOPPING;
        write();
        stop(List.of(StackProcesses.API));
        stop(List.of(StackProcesses.WORKER_GPU, StackProcesses.WORKER_CPU));
        stop(List.of(StackProcesses.SERVING));
        stop(List.of(StackProcesses.TEMPORAL));
    }

    private void stop(List<String> names) throws InterruptedException {
        List<Thread> stops = children().stream()
                .filter(child -> names.contains(child.state().name()))
                .map(child ->
                        new Thread(() -> stop(child), "stops " + child.state().name()))
                .toList();
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            stop.join();
        }
    }

    private static void stop(SupervisedChild child) {
        try {
            child.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAndWait() {
        if (stopped.getCount() > 0) {
            // The logger is closed by a hook of its own, perhaps already.
            System.err.println(Instant.now() + " asked to end");
        }
        stopAsked.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<SupervisedChild> children() {
        return List.copyOf(children);
    }

    private List<ProcessState> states() {
        return children().stream().map(SupervisedChild::state).toList();
    }

    private synchronized void write() {
        file.write(new StackState(phase, startedAt, self, plan, states(), failure, failureLog));
    }
}
