package org.residency.cli.stack;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again.
 *
 * @param first after the first death; doubled after each further one
 * @param most never longer than this
 * @param attemptsBeforeReady deaths of a process that was never ready after which it is given up
 */
record Backoff(Duration first, Duration most, int attemptsBeforeReady) {

    static final Backoff USUAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20), 3);

    /** @param deaths in a row, from 1 */
    Duration after(int deaths) {
        Duration wait = first.multipliedBy(1L << Math.min(20, Math.max(0, deaths - 1)));
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
