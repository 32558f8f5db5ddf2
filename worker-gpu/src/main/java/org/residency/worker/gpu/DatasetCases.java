package org.residency.worker.gpu;

import jakarta.inject.Singleton;
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

/** Reads the cases of a split, in the order of its shards, once every shard is held against its audit and the withdrawals. */
@Singleton
public final class DatasetCases {

    private final ArtifactCache cache;
    private final WithdrawalRegister withdrawals;

    DatasetCases(ArtifactCache cache) {
        this.cache = cache;
        this.withdrawals = new WithdrawalRegister(cache.store());
    }

    /**
     * All cases of the split; none where it has no shard.
     *
     * @throws org.residency.artifacts.UnauditedShardException if any shard of the dataset was not let in by an audit
     * @throws org.residency.artifacts.WithdrawnPatientException if a patient who withdrew is in the dataset
     */
    public List<ClinicalCase> of(Dataset dataset, Split split) throws IOException {
        AuditedShards.requireAll(cache, dataset);
        withdrawals.requireNoneIn(cache, dataset);
        List<ClinicalCase> cases = new ArrayList<>();
        for (Shard shard : dataset.shards(split)) {
            ShardReader.forEach(cache.file(shard.ref()), cases::add);
        }
        return List.copyOf(cases);
    }
}
