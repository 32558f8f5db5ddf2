package org.residency.worker.cpu.ingest;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.residency.activities.FailureKind;
import org.residency.activities.Stage;
import org.residency.activities.ingest.Approval;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.ingest.IngestRequest;
import org.residency.activities.ingest.IngestSettings;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Source;
import org.residency.artifacts.Split;
import org.residency.artifacts.StoreOptions;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.dataset.CaseSpool;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.CleaningPolicy.Contamination;
import org.residency.dataset.CleaningPolicy.Reasoning;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.PreparedDataset;
import org.residency.dataset.ShardFile;
import org.residency.dataset.SplitName;
import org.residency.dataset.SplitPolicy;
import org.residency.deidentification.DeidentificationKey;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.Heartbeat;
import org.residency.worker.cpu.ShardKey;
import org.residency.worker.cpu.Workbench;

@Singleton
class IngestActivitiesImpl implements IngestActivities {

    private final ArtifactStore store;
    private final StoreOptions storeOptions;
    private final Workbench workbench;
    private final DeidentificationKey key;
    private final WithdrawalRegister withdrawals;

    IngestActivitiesImpl(ArtifactStore store, StoreOptions storeOptions, Workbench workbench, DeidentificationKey key) {
        this.store = store;
        this.key = key;
        this.withdrawals = new WithdrawalRegister(store);
        this.storeOptions = storeOptions;
        this.workbench = workbench;
    }

    @Override
    public IngestedDataset ingestDataset(IngestRequest request) {
        return ActivityFailures.translating(() -> {
            Heartbeat heartbeat = Heartbeat.of(Stage.INGEST);
            Approval.fault(request.consent()).ifPresent(fault -> {
                throw FailureKind.INVALID_INPUT.failure(fault);
            });
            try (Workbench.Folder work = workbench.open();
                    CaseSpool spool = CaseSpool.in(work.path())) {
                Source source = heartbeat.during("bytes", () -> locate(request, work.path()));
                PreparedDataset prepared = heartbeat.during("cases", () -> prepare(request, source, spool));
                requireEnough(request, prepared);
                List<Shard> shards = heartbeat.during("shards", () -> store(request, prepared, work.path()));
                return new IngestedDataset(source.ref(), shards, counts(prepared));
            }
        });
    }

    private Source locate(IngestRequest request, Path folder) {
        try {
            return Source.locate(request.source(), storeOptions, folder.resolve("source"));
        } catch (ArtifactMissingException e) {
            // It is the requester who can mend this, not time.
            throw FailureKind.INVALID_INPUT.failure(e.getMessage());
        }
    }

    private PreparedDataset prepare(IngestRequest request, Source source, CaseSpool spool) throws Exception {
        IngestSettings settings = request.settings();
        List<String> assignments = request.columns().entrySet().stream()
                .map(column -> column.getKey() + "=" + column.getValue())
                .sorted()
                .toList();
        SplitPolicy standard = SplitPolicy.standard();
        Set<String> withdrawn = withdrawals.patients(key.check());
        return new DatasetBuilder(
                        ColumnMap.of(assignments),
                        new CleaningPolicy(
                                Reasoning.REQUIRED_WHERE_MAPPED,
                                settings.maxCharacters(),
                                settings.maxCasesPerPatient(),
                                settings.maxHeldOutOverlap(),
                                Contamination.valueOf(settings.contamination().name())),
                        new SplitPolicy(
                                settings.validationShare(),
                                settings.testShare(),
                                settings.seed(),
                                standard.similarity()))
                .leavingOut(patient -> !withdrawn.isEmpty() && withdrawn.contains(key.pseudonym(patient)))
                .build(source.files(), spool);
    }

    private static void requireEnough(IngestRequest request, PreparedDataset prepared) {
        int found = prepared.parts().get(SplitName.TRAIN).size();
        int expected = request.settings().minTrainingCases();
        if (found < expected) {
            throw FailureKind.INVALID_INPUT.failure(request.source() + ": found " + found + " cases to train on of "
                    + prepared.counts().read() + " rows, expected at least " + expected
                    + "; give more rows, or lower ingest.minTrainingCases");
        }
    }

    private List<Shard> store(IngestRequest request, PreparedDataset prepared, Path work) throws Exception {
        Map<SplitName, List<ShardFile>> files =
                prepared.writeShards(work.resolve("shards"), request.settings().casesPerShard());
        List<Shard> shards = new ArrayList<>();
        for (Map.Entry<SplitName, List<ShardFile>> part : files.entrySet()) {
            Split split = Split.valueOf(part.getKey().name());
            for (int i = 0; i < part.getValue().size(); i++) {
                ShardFile file = part.getValue().get(i);
                String key = Stage.INGEST.key(request.run()) + "/" + ShardKey.of("raw", split, i, "jsonl");
                shards.add(new Shard(store.put(key, file.path()), split, i, file.caseCount()));
            }
        }
        return shards;
    }

    private static IngestCounts counts(PreparedDataset prepared) {
        Map<String, Integer> dropped = new TreeMap<>();
        prepared.counts().dropped().forEach((reason, count) -> {
            if (count > 0) {
                dropped.put(reason.words(), Math.toIntExact(count));
            }
        });
        Map<Split, Integer> bySplit = new EnumMap<>(Split.class);
        prepared.parts().forEach((name, cases) -> bySplit.put(Split.valueOf(name.name()), cases.size()));
        return new IngestCounts(
                Math.toIntExact(prepared.counts().read()),
                Math.toIntExact(prepared.counts().kept()),
                dropped,
                bySplit,
                prepared.clusterCount());
    }
}
