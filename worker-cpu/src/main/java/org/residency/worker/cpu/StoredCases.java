package org.residency.worker.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardReader;

/** Reads de-identified shards; raw ones are not for the cache. */
public final class StoredCases {

    private final ArtifactCache cache;
    private final WithdrawalRegister withdrawals;

    public StoredCases(ArtifactCache cache) {
        this.cache = cache;
        this.withdrawals = new WithdrawalRegister(cache.store());
    }

    /** The cases of the shards, in their order. */
    public List<ClinicalCase> of(List<Shard> shards) throws IOException {
        List<ClinicalCase> cases = new ArrayList<>();
        for (Shard shard : shards) {
            ShardReader.forEach(cache.file(shard.ref()), cases::add);
        }
        return cases;
    }

    /**
     * The cases of a split, in the order of its shards.
     *
     * @throws org.residency.artifacts.UnauditedShardException if any shard of the dataset was not let in by an audit
     * @throws org.residency.artifacts.WithdrawnPatientException if a patient who withdrew is in the dataset
     */
    public List<ClinicalCase> audited(Dataset dataset, Split split) throws IOException {
        AuditedShards.requireAll(cache, dataset);
        withdrawals.requireNoneIn(cache, dataset);
        return of(dataset.shards(split));
    }
}
