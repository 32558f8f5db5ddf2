package org.residency.artifacts.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;

/** Datasets whose audits found nothing, for tests of what comes after them. */
public final class AuditedDataset {

    private static final String POLICY = "0".repeat(64);

    private AuditedDataset() {}

    /** A dataset of these shards; their audits are stored below {@code key}. */
    public static Dataset of(ArtifactStore store, String key, ArtifactRef index, List<Shard> shards) {
        List<AuditedShards.Entry> entries = new ArrayList<>();
        for (Shard shard : shards) {
            ArtifactRef report = store.put(key + "/audit/" + entries.size() + ".json", """
                    {"shardSha256":"%s","policySha256":"%s","caseCount":%d,"findings":[],"quarantined":[]}""".formatted(
                            shard.ref().sha256(), POLICY, shard.caseCount())
                    .getBytes(StandardCharsets.UTF_8));
            entries.add(new AuditedShards.Entry(shard, report, POLICY));
        }
        ArtifactRef audits = AuditedShards.record(store, key + "/audits.json", new AuditedShards(0, 0, entries));
        return new Dataset(index, shards, Optional.of(audits));
    }
}
