package org.residency.worker.cpu.deidentification;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.AuditShardRequest;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.DeidentifyShardRequest;
import org.residency.activities.deidentification.PublishDatasetRequest;
import org.residency.activities.deidentification.ShardAudit;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Sha256;
import org.residency.artifacts.Shard;
import org.residency.artifacts.ShardAuditReport;
import org.residency.artifacts.Split;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.DatasetStatistics;
import org.residency.dataset.ShardReader;
import org.residency.dataset.ShardWriter;
import org.residency.dataset.StatisticsPage;
import org.residency.deidentification.AuditFinding;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.DeidentifiedNote;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.ReplacementMode;
import org.residency.worker.cpu.ActivityFailures;
import org.residency.worker.cpu.CanonicalJson;
import org.residency.worker.cpu.Heartbeat;
import org.residency.worker.cpu.ShardKey;
import org.residency.worker.cpu.StoredCases;
import org.residency.worker.cpu.Workbench;

/** Raw shards are read into a folder that is gone when the activity ends; the cache keeps de-identified ones only. */
@Singleton
class DeidentificationActivitiesImpl implements DeidentificationActivities {

    private static final String CASES = "cases";
    private static final Duration STORE_PART_EVERY = Duration.ofSeconds(15);

    private final ArtifactStore store;
    private final ArtifactCache cache;
    private final StoredCases storedCases;
    private final Workbench workbench;
    private final DeidentificationKey key;
    private final Options options;
    private final WithdrawalRegister withdrawals;

    /**
     * What tests do otherwise.
     *
     * @param storePartEvery how much work a killed worker loses at most
     * @param codeVersion of this process: what another version began is begun anew
     */
    record Options(CaseAudit caseAudit, Duration storePartEvery, String codeVersion) {}

    /** The second look at a case, as {@link Auditor} takes it. */
    interface CaseAudit {
        List<AuditFinding> audit(String caseId, DeidentifiedNote note);
    }

    @Inject
    DeidentificationActivitiesImpl(
            ArtifactStore store,
            ArtifactCache cache,
            Workbench workbench,
            DeidentificationKey key,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "build.commit") String commit) {
        this(store, cache, workbench, key, new Options(new Auditor()::audit, STORE_PART_EVERY, version + "+" + commit));
    }

    DeidentificationActivitiesImpl(
            ArtifactStore store, ArtifactCache cache, Workbench workbench, DeidentificationKey key, Options options) {
        this.options = options;
        this.store = store;
        this.cache = cache;
        this.storedCases = new StoredCases(cache);
        this.workbench = workbench;
        this.key = key;
        this.withdrawals = new WithdrawalRegister(store);
    }

    @Override
    public DeidentifiedShard deidentifyShard(DeidentifyShardRequest request) {
        return ActivityFailures.translating(() -> {
            Heartbeat heartbeat = Heartbeat.of(Stage.DEIDENTIFICATION);
            try (Workbench.Folder work = workbench.open()) {
                Shard raw = request.rawShard();
                List<ClinicalCase> rawCases = readRaw(raw, work.path());
                CaseDeidentifier deidentifier = deidentifier(request.settings());
                ShardParts parts = new ShardParts(
                        store,
                        Stage.DEIDENTIFICATION.key(request.run()) + "/" + ShardKey.folder("parts", raw),
                        maker(request),
                        work.path());
                parts.resume(heartbeat.last(ShardBeat.class));
                long stored = System.nanoTime();
                while (parts.size() < rawCases.size()) {
                    heartbeat.beat(parts.beat(rawCases.size()));
                    parts.add(deidentifier.deidentify(rawCases.get(parts.size())));
                    if (System.nanoTime() - stored >= options.storePartEvery().toNanos()) {
                        parts.store();
                        stored = System.nanoTime();
                    }
                }
                Path file = work.path().resolve("clean.jsonl");
                ShardWriter.write(file, parts.cases());
                ArtifactRef ref = store.put(key(request.run(), "shards", raw, "jsonl"), file);
                parts.remove();
                return new DeidentifiedShard(
                        new Shard(ref, raw.split(), raw.index(), parts.size()), parts.replacedByClass());
            }
        });
    }

    @Override
    public ShardAudit auditShard(AuditShardRequest request) {
        return ActivityFailures.translating(() -> {
            Heartbeat heartbeat = Heartbeat.of(Stage.DEIDENTIFICATION);
            Shard shard = request.deidentified().shard();
            Map<String, ClinicalCase> stored = new HashMap<>();
            storedCases.of(List.of(shard)).forEach(one -> stored.put(one.id(), one));
            try (Workbench.Folder work = workbench.open()) {
                List<ClinicalCase> rawCases = readRaw(request.rawShard(), work.path());
                CaseDeidentifier deidentifier = deidentifier(request.settings());
                AuditTally tally = new AuditTally(request.settings().maxFindingsPerCase());
                for (ClinicalCase rawCase : rawCases) {
                    heartbeat.beat(CASES, tally.caseCount(), rawCases.size());
                    CaseDeidentifier.Result again = deidentifier.deidentify(rawCase);
                    requireStored(again.clinicalCase(), stored, shard);
                    tally.add(
                            again.clinicalCase(),
                            options.caseAudit().audit(again.clinicalCase().id(), again.note()));
                }
                return close(request, tally, work.path());
            }
        });
    }

    @Override
    public Dataset publishDataset(PublishDatasetRequest request) {
        return ActivityFailures.translating(() -> {
            Map<Split, DatasetIndex.Content> splits = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                List<Path> files = request.shards().stream()
                        .filter(shard -> shard.split() == split)
                        .map(shard -> cache.file(shard.ref()))
                        .toList();
                splits.put(split, DatasetIndex.Content.of(files));
            }
            byte[] index = CanonicalJson.bytes(new DatasetIndex(new TreeMap<>(splits)));
            String folder = Stage.DEIDENTIFICATION.key(request.run());
            ArtifactRef ref = store.put(folder + "/dataset.json", index);
            List<Shard> shards = request.shards().stream()
                    .filter(shard -> shard.caseCount() > 0)
                    .toList();
            if (request.audits().isEmpty()) {
                return new Dataset(ref, shards, Optional.empty());
            }
            AuditedShards audited = AuditedShards.of(
                    cache,
                    request.shards(),
                    request.audits(),
                    request.settings().maxFindings(),
                    request.settings().maxQuarantinedShare());
            ArtifactRef audits = AuditedShards.record(store, folder + "/audits.json", audited);
            Dataset dataset = new Dataset(ref, shards, Optional.of(audits));
            AuditedShards.requireAll(cache, dataset);
            // Who withdrew since the notes were read is in none of what is published from now on.
            withdrawals.requireNoneIn(cache, dataset);
            DatasetStatistics statistics = new PublishedStatistics(cache).of(request);
            store.put(folder + "/statistics.json", CanonicalJson.bytes(statistics));
            store.put(
                    folder + "/statistics.html",
                    StatisticsPage.of(ref.shortDigest() + " of " + request.run(), statistics)
                            .getBytes(StandardCharsets.UTF_8));
            return dataset;
        });
    }

    private ShardAudit close(AuditShardRequest request, AuditTally tally, Path work) throws IOException {
        Shard audited = request.deidentified().shard();
        Optional<Shard> remaining = Optional.empty();
        if (tally.quarantinedCount() > 0) {
            Path file = work.resolve("passed.jsonl");
            ShardWriter.write(file, tally.passed());
            ArtifactRef ref = store.put(key(request.run(), "passed", audited, "jsonl"), file);
            remaining = Optional.of(new Shard(
                    ref, audited.split(), audited.index(), tally.passed().size()));
        }
        String shardSha256 = remaining.orElse(audited).ref().sha256();
        ShardAuditReport report = tally.report(shardSha256, policySha256(request.settings()));
        return new ShardAudit(
                store.put(key(request.run(), "audit", audited, "json"), CanonicalJson.bytes(report)),
                tally.caseCount(),
                report.countByClass(),
                tally.quarantinedCount(),
                report.quarantinedByClass(),
                remaining);
    }

    /** The audit is of what is stored: what it makes again to know the removed values must be the very same. */
    private static void requireStored(ClinicalCase again, Map<String, ClinicalCase> stored, Shard shard) {
        if (!again.equals(stored.get(again.id()))) {
            throw FailureKind.INVALID_INPUT.failure(shard.ref().uri() + ": found no case " + again.id()
                    + ", expected what de-identifying its raw shard gives; the key or the rules changed since, start a"
                    + " new run");
        }
    }

    private List<ClinicalCase> readRaw(Shard raw, Path folder) throws IOException {
        return ShardReader.read(store.fetch(raw.ref(), folder.resolve("raw.jsonl")));
    }

    private CaseDeidentifier deidentifier(DeidentificationSettings settings) {
        ReplacementMode mode = switch (settings.mode()) {
            case SURROGATE -> ReplacementMode.SURROGATE;
            case MASK -> ReplacementMode.MASK;
            case SAFE_HARBOR -> ReplacementMode.SAFE_HARBOR;
        };
        return new CaseDeidentifier(new Deidentifier(key, mode));
    }

    private String maker(DeidentifyShardRequest request) {
        String made = String.join(
                "\n",
                request.rawShard().ref().sha256(),
                policySha256(request.settings()),
                key.check(),
                options.codeVersion());
        return Sha256.of(made.getBytes(StandardCharsets.UTF_8));
    }

    private static String policySha256(DeidentificationSettings settings) {
        return Sha256.of(CanonicalJson.bytes(settings));
    }

    private static String key(RunId run, String area, Shard shard, String suffix) {
        return Stage.DEIDENTIFICATION.key(run) + "/" + ShardKey.of(area, shard.split(), shard.index(), suffix);
    }
}
