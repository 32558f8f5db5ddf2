package org.residency.workflows;

import java.util.Objects;
import java.util.Optional;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.Checkpoint;

/**
 * Where the rounds stand: all that continue-as-new carries over. Its size does not grow with the rounds.
 *
 * @param nextRound from 0
 * @param adapter what the next round samples with
 * @param optimizerState empty before the first update
 * @param firstHiddenMetric what the first round's rollouts measured
 * @param best the adapter whose own rollouts measured best so far
 * @param paused whether the run was being held
 */
public record GrpoState(
        int nextRound,
        Adapter adapter,
        Optional<Checkpoint> optimizerState,
        Optional<Double> firstHiddenMetric,
        Optional<Best> best,
        boolean paused) {

    /** An adapter, the round that began with it, and what that round's rollouts measured. */
    public record Best(int round, Adapter adapter, double hiddenMetric) {

        public Best {
            Objects.requireNonNull(adapter, "adapter");
        }
    }

    public GrpoState {
        Objects.requireNonNull(adapter, "adapter");
        optimizerState = optimizerState == null ? Optional.empty() : optimizerState;
        firstHiddenMetric = firstHiddenMetric == null ? Optional.empty() : firstHiddenMetric;
        best = best == null ? Optional.empty() : best;
    }

    static GrpoState startingWith(Adapter adapter) {
        return new GrpoState(0, adapter, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Why the rounds must stop, given what this round's rollouts measured; empty if they need not. */
    Optional<GrpoResult.Rewind> tripwire(double hiddenMetric, double minShareOfFirst) {
        if (best.isEmpty() || hiddenMetric >= firstHiddenMetric.orElseThrow() * minShareOfFirst) {
            return Optional.empty();
        }
        return Optional.of(new GrpoResult.Rewind(
                nextRound,
                hiddenMetric,
                firstHiddenMetric.orElseThrow(),
                best.get().round()));
    }

    /** After a round whose rollouts, sampled with this state's adapter, measured {@code hiddenMetric}. */
    GrpoState after(double hiddenMetric, PolicyUpdate update) {
        Best candidate = new Best(nextRound, adapter, hiddenMetric);
        return new GrpoState(
                nextRound + 1,
                update.adapter(),
                Optional.of(update.optimizerState()),
                Optional.of(firstHiddenMetric.orElse(hiddenMetric)),
                // Of two that measure the same, the later has learned more.
                best.filter(former -> former.hiddenMetric() > hiddenMetric).or(() -> Optional.of(candidate)),
                paused);
    }

    GrpoState held(boolean paused) {
        return new GrpoState(nextRound, adapter, optimizerState, firstHiddenMetric, best, paused);
    }
}
