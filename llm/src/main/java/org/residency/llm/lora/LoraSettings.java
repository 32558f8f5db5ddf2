package org.residency.llm.lora;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The shape of an adapter.
 *
 * @param rank r, 1 to 1024
 * @param alpha numerator of the scaling: alpha / r, or alpha / sqrt(r) with {@code rankStabilized} (arXiv 2312.03732)
 * @param dropout share of the adapter's inputs dropped in training, 0 to below 1
 * @param dora whether changed weights have a magnitude of their own beside their direction (DoRA, arXiv 2402.09353)
 * @param targets which projections carry an adapter
 */
public record LoraSettings(
        int rank, double alpha, double dropout, boolean rankStabilized, boolean dora, Set<Projection> targets) {
    public LoraSettings {
        if (rank < 1 || rank > 1024) {
            throw new IllegalArgumentException("rank is " + rank + ", must be 1 to 1024");
        }
        if (!(alpha > 0)) {
            throw new IllegalArgumentException("alpha is " + alpha + ", must be above 0");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + ", must be 0 or more and below 1");
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets is empty, must name at least one of " + Projection.names());
        }
        // In the enum's order: a set's own order changes from one start of Java to the next.
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
    }

    /** Rank 16, alpha 16, no dropout, all seven projections. */
    public static LoraSettings defaults() {
        return new LoraSettings(16, 16, 0, false, false, EnumSet.allOf(Projection.class));
    }

    public LoraSettings withRank(int value, double newAlpha) {
        return new LoraSettings(value, newAlpha, dropout, rankStabilized, dora, targets);
    }

    public LoraSettings withDropout(double value) {
        return new LoraSettings(rank, alpha, value, rankStabilized, dora, targets);
    }

    public LoraSettings withDora(boolean value) {
        return new LoraSettings(rank, alpha, dropout, rankStabilized, value, targets);
    }

    public LoraSettings withTargets(Set<Projection> value) {
        return new LoraSettings(rank, alpha, dropout, rankStabilized, dora, value);
    }

    /** What the product of the two low-rank factors is multiplied by. */
    public double scaling() {
        return rankStabilized ? alpha / Math.sqrt(rank) : alpha / rank;
    }
}
