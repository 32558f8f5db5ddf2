package org.residency.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A retraining to be started again and again, whenever its notes have changed.
 *
 * @param schedule its name: lower-case letters, digits and dashes
 * @param every how often to look; this or {@code cron}
 * @param cron when to look, for example {@code 0 3 * * 1} (UTC)
 * @param request what each run is asked to do, as in {@code POST /runs}
 */
public record ScheduleRequest(String schedule, Optional<Duration> every, Optional<String> cron, ObjectNode request) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Duration LEAST = Duration.ofMinutes(1);

    public ScheduleRequest {
        every = every == null ? Optional.empty() : every;
        cron = cron == null ? Optional.empty() : cron;
        if (schedule == null || !NAME.matcher(schedule).matches()) {
            throw new IllegalArgumentException("schedule: found '" + schedule
                    + "', expected 1 to 40 lower-case letters, digits and dashes, a letter or digit first");
        }
        if (every.isPresent() == cron.isPresent()) {
            throw new IllegalArgumentException(
                    "every, cron: found " + (every.isPresent() ? "both" : "neither") + ", expected one of them");
        }
        if (every.filter(interval -> interval.compareTo(LEAST) < 0).isPresent()) {
            throw new IllegalArgumentException("every: found " + every.get() + ", expected a minute or more");
        }
        if (request == null) {
            throw new IllegalArgumentException("request: found nothing, expected what each run is asked to do");
        }
    }
}
