package org.residency.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.residency.activities.RunId;

/**
 * A schedule as it stands.
 *
 * @param looks what it did the last times, newest first; empty in a list of schedules
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduleView(String schedule, boolean paused, Optional<Instant> next, List<Look> looks) {

    public ScheduleView {
        looks = List.copyOf(looks);
    }

    /**
     * One look at the notes.
     *
     * @param result {@code started}, {@code unchanged}, {@code looking} or {@code failed}
     * @param run the run that it started
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Look(Instant at, String result, Optional<RunId> run) {}
}
