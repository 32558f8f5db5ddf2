package org.residency.cli.stack;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A process of ours, recorded so that it is found again, and never mistaken for another that was given its number since.
 *
 * @param startedAt when it started, epoch milliseconds; 0 where the system does not tell
 * @param mark words that its command line holds
 */
public record OwnedProcess(long pid, long startedAt, String mark) {

    /** Systems count a process's start from their own, in ticks: two looks at one process differ by less than this. */
    private static final long TOLERANCE_MILLIS = 2_000;

    public OwnedProcess {
        Objects.requireNonNull(mark, "mark");
    }

    public static OwnedProcess of(ProcessHandle handle, String mark) {
        long startedAt = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return new OwnedProcess(handle.pid(), startedAt, mark);
    }

    /** The process, if it still runs and is still the one that was recorded. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle handle) {
        boolean sameStart = startedAt == 0
                || handle.info()
                        .startInstant()
                        .map(start -> Math.abs(start.toEpochMilli() - startedAt) <= TOLERANCE_MILLIS)
                        .orElse(true);
        return sameStart
                && handle.info().commandLine().map(line -> line.contains(mark)).orElse(startedAt != 0);
    }
}
