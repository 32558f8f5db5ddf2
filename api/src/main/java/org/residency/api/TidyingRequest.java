package org.residency.api;

import java.time.Duration;
import java.util.Optional;
import org.residency.activities.housekeeping.TidyStoreRequest;
import org.residency.artifacts.RetentionPolicy;

/**
 * What housekeeping is asked to do.
 *
 * @param operator who asks
 * @param checkpoints how long after a run's end they are kept; what is left out is as usual
 * @param dryRun whether only to look
 * @param every how often from now on; left out, once and now
 */
public record TidyingRequest(
        String operator,
        Optional<Duration> checkpoints,
        Optional<Duration> rollouts,
        Optional<Duration> leftovers,
        boolean dryRun,
        Optional<Duration> every) {

    private static final Duration LEAST = Duration.ofMinutes(1);

    public TidyingRequest {
        checkpoints = checkpoints == null ? Optional.empty() : checkpoints;
        rollouts = rollouts == null ? Optional.empty() : rollouts;
        leftovers = leftovers == null ? Optional.empty() : leftovers;
        every = every == null ? Optional.empty() : every;
        if (every.filter(interval -> interval.compareTo(LEAST) < 0).isPresent()) {
            throw new IllegalArgumentException("every: found " + every.get() + ", expected a minute or more");
        }
    }

    TidyStoreRequest request() {
        RetentionPolicy usual = RetentionPolicy.usual();
        return new TidyStoreRequest(
                new RetentionPolicy(
                        checkpoints.orElse(usual.checkpoints()),
                        rollouts.orElse(usual.rollouts()),
                        leftovers.orElse(usual.leftovers())),
                dryRun);
    }
}
