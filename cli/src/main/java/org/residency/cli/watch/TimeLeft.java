package org.residency.cli.watch;

import java.time.Duration;
import java.util.Optional;

/** How long until a count is full, from how fast it has grown so far. */
final class TimeLeft {

    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(2);

    private String counted = "";
    private long firstDone;
    private Duration firstSeen = Duration.ZERO;

    /**
     * @param what is counted; another thing starts anew
     * @param now time on any clock that only goes forward
     */
    Optional<Duration> of(String what, long done, long total, Duration now) {
        if (!what.equals(counted) || done < firstDone) {
            counted = what;
            firstDone = done;
            firstSeen = now;
        }
        Duration passed = now.minus(firstSeen);
        if (total <= 0 || done <= firstDone || passed.compareTo(SHORTEST_LOOK) < 0) {
            return Optional.empty();
        }
        double perItem = passed.toMillis() / (double) (done - firstDone);
        return Optional.of(Duration.ofMillis(Math.round(perItem * Math.max(0, total - done))));
    }
}
