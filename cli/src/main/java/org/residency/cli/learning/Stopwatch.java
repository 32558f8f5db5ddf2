package org.residency.cli.learning;

/** Wall time between calls. */
final class Stopwatch {
    private long last = System.nanoTime();

    /** Seconds since the last call, or since this was made. */
    double lap() {
        long now = System.nanoTime();
        double seconds = (now - last) / 1e9;
        last = now;
        return seconds;
    }
}
