package org.residency.artifacts;

/** What a stage leaves behind: a typed reference to immutable bytes in the store. */
public sealed interface Artifact permits BaseModel, Shard, Dataset, Adapter, Checkpoint, RolloutBatch, MergedModel {

    ArtifactRef ref();
}
