package org.residency.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.Progress;
import org.residency.activities.RunId;
import org.residency.workflows.RunStatus;

/**
 * A run as it stands: what its workflow knows, and how far the activities are that it waits for.
 *
 * @param status what its workflow says of itself; empty only if nothing is known of what was asked
 * @param upToDate whether {@code status} is the workflow's own word of now; if not (no worker answers, or the server lost
 *     the run), it is the last that was heard, or no more than what was asked
 * @param progress the pending activities' last heartbeats, then the child workflow's own count
 * @param retries pending activities that failed before and are tried again
 * @param failure why it failed
 * @param endedAt empty while it goes on
 */
public record RunView(
        RunId run,
        RunState state,
        Optional<RunStatus> status,
        boolean upToDate,
        List<Progress> progress,
        List<Retry> retries,
        Optional<RunFailure> failure,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt) {

    /**
     * An activity that is tried again.
     *
     * @param attempt the number of the attempt that runs or waits, from 2
     * @param lastFailure why the attempt before failed
     */
    public record Retry(String activity, int attempt, RunFailure lastFailure) {}

    public RunView {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(state, "state");
        progress = List.copyOf(progress);
        retries = List.copyOf(retries);
    }

    @JsonIgnore
    public boolean isEnded() {
        return state.isEnded();
    }

    /** Whether it is a clinician's turn; a run that has ended may still say so, if that is the last that was heard of it. */
    @JsonIgnore
    public boolean isWaitingForSignOff() {
        return status.flatMap(RunStatus::waiting).filter("sign-off"::equals).isPresent();
    }

    /** How it stands, in a few words: {@code running, in stage grpo}. */
    @JsonIgnore
    public String standing() {
        return state.word()
                + status.map(known -> ", in stage " + known.stage().word()).orElse("");
    }
}
