package org.residency.workflows;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.artifacts.Adapter;

/**
 * What the GRPO rounds came to. Fewer than were asked for, and no rewind: the GPU budget was used up.
 *
 * @param adapter the last round's, or an earlier one where the tripwire rewound
 * @param rounds how many rounds finished
 * @param rewind why it stopped early; empty if it did not
 */
public record GrpoResult(Adapter adapter, int rounds, Optional<Rewind> rewind) {

    /**
     * The tripwire: a metric that the optimizer never sees fell too far, so the rewards were being gamed.
     *
     * @param round the round whose rollouts showed it, from 0; it did not update the adapter
     * @param hiddenMetric what that round measured
     * @param firstHiddenMetric what the first round measured
     * @param backToRound the round that began with the adapter that is kept: of all, its rollouts measured best
     */
    public record Rewind(int round, double hiddenMetric, double firstHiddenMetric, int backToRound) {}

    /** Whether it went on until all rounds were over, or the tripwire stopped it. */
    boolean isWhole(GrpoSettings settings) {
        return rounds >= settings.rounds() || rewind.isPresent();
    }

    public GrpoResult {
        Objects.requireNonNull(adapter, "adapter");
        rewind = rewind == null ? Optional.empty() : rewind;
    }
}
