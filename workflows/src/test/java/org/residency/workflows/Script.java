package org.residency.workflows;

import io.temporal.activity.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What happens to the activities of a test, and what happened. */
final class Script {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Map<Long, RuntimeException>> failures = new HashMap<>();
    private final Map<String, Long> heldFromCall = new HashMap<>();
    private final AtomicInteger held = new AtomicInteger();

    /** The first call of {@code activity} fails. */
    void fail(String activity, RuntimeException failure) {
        failCall(activity, 1, failure);
    }

    /**
     * One call of {@code activity} fails.
     *
     * @param call from 1
     */
    synchronized void failCall(String activity, long call, RuntimeException failure) {
        failures.computeIfAbsent(activity, name -> new HashMap<>()).put(call, failure);
    }

    /** Calls of {@code activity} do not return until the workflow cancels them or {@link #release} is called. */
    void hold(String activity) {
        holdFromCall(activity, 1);
    }

    /**
     * As {@link #hold}, but the calls before are not held.
     *
     * @param call from 1
     */
    synchronized void holdFromCall(String activity, long call) {
        heldFromCall.put(activity, call);
    }

    synchronized void release(String activity) {
        heldFromCall.remove(activity);
    }

    /** The names of the activities in the order of their attempts. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized long calls(String activity) {
        return counts.getOrDefault(activity, 0L);
    }

    void awaitCall(String activity) throws InterruptedException {
        awaitCalls(activity, 1);
    }

    synchronized void awaitCalls(String activity, long count) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (calls(activity) < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not called " + count + " times: " + activity + "; called: " + calls);
            }
            wait(100);
        }
    }

    /**
     * To be called first in every fake activity. What is scripted happens to the activity; on the spot it is then not done,
     * which is no call.
     */
    void play(String activity) {
        if (Activity.getExecutionContext().getInfo().isLocal() && isScripted(activity)) {
            throw new IllegalStateException("not on the spot");
        }
        long call;
        synchronized (this) {
            calls.add(activity);
            call = counts.merge(activity, 1L, Long::sum);
            notifyAll();
            RuntimeException failure = failures.getOrDefault(activity, Map.of()).get(call);
            if (failure != null) {
                throw failure;
            }
        }
        if (!isHeld(activity, call)) {
            return;
        }
        held.incrementAndGet();
        try {
            while (isHeld(activity, call)) {
                Activity.getExecutionContext().heartbeat(null);
                LockSupport.parkNanos(20_000_000);
            }
        } finally {
            held.decrementAndGet();
        }
    }

    /** How many calls are held at this moment. */
    int held() {
        return held.get();
    }

    private synchronized boolean isScripted(String activity) {
        return failures.containsKey(activity) || heldFromCall.containsKey(activity);
    }

    private synchronized boolean isHeld(String activity, long call) {
        return heldFromCall.getOrDefault(activity, Long.MAX_VALUE) <= call;
    }
}
