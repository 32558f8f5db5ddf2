package org.residency.workflows;

import io.temporal.activity.Activity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What happens to the activities of a test, and what happened. */
final class Script {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Queue<RuntimeException>> failures = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    /** The next call of {@code activity} fails. */
    synchronized void fail(String activity, RuntimeException failure) {
        failures.computeIfAbsent(activity, name -> new ArrayDeque<>()).add(failure);
    }

    /** Calls of {@code activity} do not return until the workflow cancels them or {@link #release} is called. */
    synchronized void hold(String activity) {
        held.add(activity);
    }

    synchronized void release(String activity) {
        held.remove(activity);
    }

    /** The names of the activities in the order of their attempts. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized long calls(String activity) {
        return calls.stream().filter(activity::equals).count();
    }

    synchronized void awaitCall(String activity) throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!calls.contains(activity)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never called: " + activity + "; called: " + calls);
            }
            wait(100);
        }
    }

    /** To be called first in every fake activity. */
    void play(String activity) {
        synchronized (this) {
            calls.add(activity);
            notifyAll();
            RuntimeException failure =
                    failures.getOrDefault(activity, new ArrayDeque<>()).poll();
            if (failure != null) {
                throw failure;
            }
        }
        while (isHeld(activity)) {
            Activity.getExecutionContext().heartbeat(null);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private synchronized boolean isHeld(String activity) {
        return held.contains(activity);
    }
}
