package org.residency.artifacts;

import java.util.Objects;

/**
 * One file of a dataset, JSONL with one clinical case a line: the unit of work, retry and heartbeat.
 *
 * @param index position among the shards of its split, from 0
 */
public record Shard(ArtifactRef ref, Split split, int index, int caseCount) implements Artifact {

    public Shard {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(split, "split");
    }
}
