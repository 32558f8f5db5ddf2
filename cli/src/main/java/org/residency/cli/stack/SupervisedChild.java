package org.residency.cli.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One process of the stack, started again whenever it dies. */
final class SupervisedChild {

    private static final Logger LOG = Logger.getLogger(SupervisedChild.class.getName());

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(200);

    /** A process that lived this long had started well: its next death counts as the first. */
    private static final Duration GOOD_LIFE = Duration.ofMinutes(1);

    /** Of the command's own environment: no process is configured by these. */
    private static final Set<String> COMMANDS_OWN =
            Set.of("RESIDENCY_HOME", "RESIDENCY_REPOSITORY", "RESIDENCY_TERMINAL", LocalStack.PLAN_VARIABLE);

    private static final long LARGEST_LOG_BYTES = 20L << 20;

    private final ChildSpec spec;
    private final Backoff backoff;
    private final Runnable onChange;
    private final Thread watcher;

    private Process process;
    private OwnedProcess owned;
    private Phase phase = Phase.STARTING;
    private int restarts;
    private boolean stopping;

    SupervisedChild(ChildSpec spec, Backoff backoff, Runnable onChange) {
        this.spec = spec;
        this.backoff = backoff;
        this.onChange = onChange;
        this.watcher = new Thread(this::keepAlive, "keeps " + spec.name());
    }

    void start() {
        watcher.start();
    }

    synchronized ProcessState state() {
        return new ProcessState(
                spec.name(), phase, owned, spec.address(), restarts, spec.log().toString());
    }

    /** Asks the process to end, waits, and kills it if it does not. */
    void stop() throws InterruptedException {
        Process running;
        synchronized (this) {
            stopping = true;
            phase = Phase.STOPPING;
            running = process;
            notifyAll();
        }
        onChange.run();
        if (running != null) {
            running.destroy();
            if (!running.waitFor(spec.stopGrace().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warning(() -> spec.name() + " did not end within " + spec.stopGrace() + ": killed");
                running.destroyForcibly();
            }
        }
        watcher.join();
    }

    private void keepAlive() {
        int deaths = 0;
        boolean wasReady = false;
        try {
            while (true) {
                long startedAt = System.nanoTime();
                Process running = launch();
                if (running == null) {
                    return;
                }
                wasReady |= awaitReadiness(running);
                int exit = running.waitFor();
                Duration life = Duration.ofNanos(System.nanoTime() - startedAt);
                deaths = life.compareTo(GOOD_LIFE) > 0 ? 1 : deaths + 1;
                Duration wait = backoff.after(deaths);
                synchronized (this) {
                    process = null;
                    owned = null;
                    if (stopping) {
                        return;
                    }
                    phase = !wasReady && deaths >= backoff.attemptsBeforeReady() ? Phase.FAILED : Phase.RESTARTING;
                }
                onChange.run();
                LOG.warning(() -> spec.name() + " ended with " + exit + " after " + life.toSeconds() + " s");
                if (!pauseBeforeRestart(wait)) {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.SEVERE, spec.name() + " cannot be started", e);
            synchronized (this) {
                phase = Phase.FAILED;
            }
            onChange.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null once the stack is on its way down. */
    private Process launch() throws IOException {
        Process started;
        synchronized (this) {
            if (stopping) {
                return null;
            }
            setOversizedLogAside(spec.log());
            ProcessBuilder builder = new ProcessBuilder(spec.command())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(spec.log().toFile()));
            builder.environment().keySet().removeAll(COMMANDS_OWN);
            builder.environment().putAll(spec.environment());
            started = builder.start();
            process = started;
            owned = OwnedProcess.of(started.toHandle(), spec.mark());
        }
        started.getOutputStream().close();
        onChange.run();
        return started;
    }

    private boolean awaitReadiness(Process running) throws InterruptedException {
        while (!running.waitFor(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
            if (spec.readiness().isReady()) {
                synchronized (this) {
                    if (!stopping) {
                        phase = Phase.READY;
                    }
                }
                onChange.run();
                return true;
            }
        }
        return false;
    }

    /** False if nothing is to be started any more. */
    private synchronized boolean pauseBeforeRestart(Duration wait) throws InterruptedException {
        long until = System.nanoTime() + wait.toNanos();
        while (!stopping && phase != Phase.FAILED) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                restarts++;
                return true;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return false;
    }

    private static void setOversizedLogAside(Path log) throws IOException {
        if (Files.isRegularFile(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
