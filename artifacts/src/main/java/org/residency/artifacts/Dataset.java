package org.residency.artifacts;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * De-identified, audited cases.
 *
 * @param ref the index, JSON: how many cases each split holds and the digest of their content, and nothing about where
 *     they came from, so that the same cases have the same digest whatever file they were read from
 * @param audits the {@link AuditedShards}; empty if no audit let the shards in, and then nothing may learn from them
 */
public record Dataset(ArtifactRef ref, List<Shard> shards, Optional<ArtifactRef> audits) implements Artifact {

    public Dataset {
        Objects.requireNonNull(ref, "ref");
        shards = List.copyOf(shards);
        audits = audits == null ? Optional.empty() : audits;
    }

    public List<Shard> shards(Split split) {
        return shards.stream().filter(shard -> shard.split() == split).toList();
    }

    public int caseCount(Split split) {
        return shards(split).stream().mapToInt(Shard::caseCount).sum();
    }
}
