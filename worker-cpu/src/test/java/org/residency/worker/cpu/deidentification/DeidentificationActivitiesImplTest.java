package org.residency.worker.cpu.deidentification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.deidentification.AuditShardRequest;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deidentification.DeidentificationSettings;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.DeidentifyShardRequest;
import org.residency.activities.deidentification.PublishDatasetRequest;
import org.residency.activities.deidentification.ShardAudit;
import org.residency.activities.ingest.IngestCounts;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardFile;
import org.residency.dataset.ShardWriter;
import org.residency.deidentification.AuditFinding;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.DeidentifiedNote;
import org.residency.deidentification.PhiClass;
import org.residency.worker.cpu.ActivityHarness;
import org.residency.worker.cpu.Workbench;

class DeidentificationActivitiesImplTest {

    private static final DeidentificationSettings SETTINGS = DeidentificationSettings.defaults();
    private static final RunId RUN = new RunId("r1");

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ActivityHarness harness = new ActivityHarness();
    private DeidentificationActivities activities;
    private List<String> seen = List.of();

    @BeforeEach
    void register() {
        activities = withKey(harness, "0123456789abcdef");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void takesThePatientOutOfEveryText() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);

        DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS));

        String text = new String(store.read(clean.shard().ref()), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("Zaphod", "Beeblebrox", "555-867-5309", "MRN-PATIENT-1");
        assertThat(text.lines()).hasSize(3);
        assertThat(text).contains("\"patient\":\"", "migraine");
        assertThat(clean.shard().caseCount()).isEqualTo(3);
        assertThat(clean.replacedByClass().get("NAME")).isGreaterThanOrEqualTo(3);
        assertThat(clean.shard().ref().uri().getPath())
                .isEqualTo("/runs/r1/2-deidentification/shards/train/00000.jsonl");
        assertThat(harness.heartbeats()).isNotEmpty();
    }

    @Test
    void givesTheSameShardAgain() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);
        DeidentifyShardRequest request = new DeidentifyShardRequest(RUN, raw, SETTINGS);

        assertThat(activities.deidentifyShard(request)).isEqualTo(activities.deidentifyShard(request));
    }

    @Test
    void leavesNothingRawOnTheWorker() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);
        DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS));
        activities.auditShard(new AuditShardRequest(RUN, raw, clean, SETTINGS));

        assertThat(folder.resolve("work")).isEmptyDirectory();
        assertThat(folder.resolve("cache/files"))
                .isDirectoryContaining(file -> file.endsWith(clean.shard().ref().sha256()));
        assertThat(folder.resolve("cache/files"))
                .isDirectoryNotContaining(file -> file.endsWith(raw.ref().sha256()));
    }

    @Test
    void auditsWithoutQuoting() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);
        DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS));

        ShardAudit audit = activities.auditShard(new AuditShardRequest(RUN, raw, clean, SETTINGS));

        assertThat(audit.caseCount()).isEqualTo(3);
        assertThat(audit.findingsByClass()).isEmpty();
        assertThat(new String(store.read(audit.report()), StandardCharsets.UTF_8))
                .matches("\\{\"caseCount\":3,\"findings\":\\[],\"policySha256\":\"[0-9a-f]{64}\",\"quarantined\":\\[],"
                        + "\"shardSha256\":\"" + clean.shard().ref().sha256() + "\"}");
        assertThat(audit.remaining()).isEmpty();
    }

    @Test
    void putsAsideTheCasesInWhichTheAuditSeesSomething() throws IOException {
        seen = List.of("for 1 weeks", "for 4 weeks");
        Shard raw = rawShards(RUN, cases(6), 10).get(0);
        DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS));

        ShardAudit audit = activities.auditShard(new AuditShardRequest(RUN, raw, clean, SETTINGS));

        assertThat(audit.caseCount()).isEqualTo(6);
        assertThat(audit.quarantined()).isEqualTo(2);
        assertThat(audit.findingCount()).isEqualTo(4);
        assertThat(audit.findingsLeft()).isZero();
        assertThat(audit.quarantinedByClass()).containsExactly(Map.entry("NAME", 4));
        Shard remaining = audit.remaining().orElseThrow();
        String text = new String(store.read(remaining.ref()), StandardCharsets.UTF_8);
        assertThat(remaining.caseCount()).isEqualTo(4);
        assertThat(text.lines()).hasSize(4);
        assertThat(text).contains("for 0 weeks", "for 5 weeks").doesNotContain("for 1 weeks", "for 4 weeks");
        String report = new String(store.read(audit.report()), StandardCharsets.UTF_8);
        assertThat(report)
                .contains(
                        "\"reason\":\"2 findings of the audit, expected at most 0\"",
                        "\"findingsByClass\":{\"NAME\":2}",
                        "\"shardSha256\":\"" + remaining.ref().sha256())
                .doesNotContain("weeks", "headache", "migraine");
    }

    @Test
    void publishesNoQuarantinedCaseAndNamesEveryAudit() throws IOException {
        seen = List.of("for 1 weeks", "for 4 weeks");
        DeidentificationSettings lenient = new DeidentificationSettings(null, null, null, 0.4);
        Dataset dataset = publish(new RunId("r4"), cases(6), 3, lenient);

        String cases = "";
        for (Shard shard : dataset.shards()) {
            cases += new String(store.read(shard.ref()), StandardCharsets.UTF_8);
        }
        assertThat(cases).contains("for 0 weeks", "for 5 weeks").doesNotContain("for 1 weeks", "for 4 weeks");
        assertThat(dataset.caseCount(Split.TRAIN)).isEqualTo(4);
        AuditedShards audits = AuditedShards.read(store, dataset.audits().orElseThrow());
        assertThat(audits.shards()).extracting(AuditedShards.Entry::shard).containsExactlyElementsOf(dataset.shards());
        assertThat(audits.shards()).allMatch(entry -> entry.policySha256().matches("[0-9a-f]{64}"));
        AuditedShards.requireAll(new ArtifactCache(store, folder.resolve("other")), dataset);
    }

    @Test
    void publishesItsStatisticsWithoutAnyText() throws IOException {
        seen = List.of("for 1 weeks");
        publish(RUN, cases(9), 3, new DeidentificationSettings(null, null, null, 0.4));

        for (String name : List.of("statistics.json", "statistics.html")) {
            String statistics = new String(
                    store.read(store.find("runs/r1/2-deidentification/" + name).orElseThrow()), StandardCharsets.UTF_8);
            assertThat(statistics).as(name).contains("too long").doesNotContain("headache", "migraine", "number");
        }
        String json = new String(
                store.read(
                        store.find("runs/r1/2-deidentification/statistics.json").orElseThrow()),
                StandardCharsets.UTF_8);
        assertThat(json)
                .contains(
                        "\"rows\":11",
                        "\"cases\":{\"TRAIN\":8}",
                        "\"quarantined\":1",
                        "\"audited\":9",
                        "\"findings\":{\"NAME\":2}",
                        "\"replaced\":{\"NAME\":12}");
    }

    @Test
    void publishesNothingThatHoldsAPatientWhoWithdrewMeanwhile() throws IOException {
        DeidentificationKey key = DeidentificationKey.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of(key.check(), key.pseudonym("MRN-PATIENT-1"))),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        "steward",
                        Instant.EPOCH,
                        "",
                        ""));

        ApplicationFailure failure = failureOf(() -> publish(RUN, cases(6), 3, SETTINGS));

        assertThat(failure.getType()).isEqualTo("WITHDRAWN_DATA");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage())
                .contains("cases of patients who withdrew", "start a new run")
                .doesNotContain("MRN-PATIENT");
    }

    @Test
    void publishesNothingWhereTooManyCasesAreQuarantined() {
        seen = List.of("for 1 weeks");

        ApplicationFailure failure = failureOf(() -> publish(RUN, cases(6), 3, SETTINGS));

        assertThat(failure.getType()).isEqualTo("UNAUDITED_DATA");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage())
                .contains("1 of 6 cases quarantined", "expected at most 0 and a share of 0.0");
    }

    @Test
    void leavesAFindingInWhereItIsAllowed() throws IOException {
        seen = List.of("for 1 weeks");
        DeidentificationSettings lenient = new DeidentificationSettings(null, 2, 2, null);

        Dataset dataset = publish(RUN, cases(6), 6, lenient);

        assertThat(dataset.caseCount(Split.TRAIN)).isEqualTo(6);
    }

    @Test
    void refusesToAuditWhatTheRawShardDoesNotGive() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);
        DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS));

        try (ActivityHarness other = new ActivityHarness()) {
            DeidentificationActivities otherKey = withKey(other, "fedcba9876543210");
            ApplicationFailure failure =
                    failureOf(() -> otherKey.auditShard(new AuditShardRequest(RUN, raw, clean, SETTINGS)));

            assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
            assertThat(failure.getOriginalMessage()).contains("the key or the rules changed");
        }
    }

    @Test
    void refusesADamagedRawShard() throws IOException {
        Shard raw = rawShards(RUN, cases(3), 10).get(0);
        store.damage(raw.ref());

        assertThat(failureOf(() -> activities.deidentifyShard(new DeidentifyShardRequest(RUN, raw, SETTINGS)))
                        .getType())
                .isEqualTo("CORRUPT_ARTIFACT");
    }

    @Test
    void digestsADatasetByItsCasesAlone() throws IOException {
        Dataset inTwo = publish(new RunId("r1"), cases(7), 4);
        Dataset inSeven = publish(new RunId("r2"), cases(7), 1);
        Dataset other = publish(new RunId("r3"), cases(6), 4);

        assertThat(inTwo.shards()).hasSize(2);
        assertThat(inSeven.shards()).hasSize(7);
        assertThat(inSeven.ref().sha256()).isEqualTo(inTwo.ref().sha256());
        assertThat(other.ref().sha256()).isNotEqualTo(inTwo.ref().sha256());
        assertThat(new String(store.read(inTwo.ref()), StandardCharsets.UTF_8))
                .contains("\"TRAIN\":{\"caseCount\":7", "\"TEST\":{\"caseCount\":0");
    }

    private Dataset publish(RunId run, List<ClinicalCase> cases, int casesPerShard) throws IOException {
        return publish(run, cases, casesPerShard, SETTINGS);
    }

    private Dataset publish(RunId run, List<ClinicalCase> cases, int casesPerShard, DeidentificationSettings settings)
            throws IOException {
        List<Shard> shards = new ArrayList<>();
        List<ArtifactRef> audits = new ArrayList<>();
        for (Shard raw : rawShards(run, cases, casesPerShard)) {
            DeidentifiedShard clean = activities.deidentifyShard(new DeidentifyShardRequest(run, raw, settings));
            ShardAudit audit = activities.auditShard(new AuditShardRequest(run, raw, clean, settings));
            shards.add(audit.remaining().orElse(clean.shard()));
            audits.add(audit.report());
        }
        return activities.publishDataset(new PublishDatasetRequest(
                run,
                shards,
                audits,
                settings,
                Optional.of(new IngestCounts(cases.size() + 2, cases.size(), Map.of("too long", 2), Map.of(), 0)),
                Map.of("NAME", 12)));
    }

    /** Two findings in every case whose question has one of the words that the test has seen. */
    private List<AuditFinding> audit(String caseId, DeidentifiedNote note) {
        List<AuditFinding> findings = new ArrayList<>(new Auditor().audit(caseId, note));
        if (seen.stream().anyMatch(note.text("question")::contains)) {
            findings.add(new AuditFinding(caseId, "question", 4, 9, PhiClass.NAME, "audit.test"));
            findings.add(new AuditFinding(caseId, "reasoning", 4, 9, PhiClass.NAME, "audit.test"));
        }
        return findings;
    }

    private List<Shard> rawShards(RunId run, List<ClinicalCase> cases, int casesPerShard) throws IOException {
        List<ShardFile> files = ShardWriter.writeAll(folder.resolve("raw-" + run), cases, casesPerShard);
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            ArtifactRef ref = store.put(
                    "runs/" + run + "/1-ingest/raw/train/" + i, files.get(i).path());
            shards.add(new Shard(ref, Split.TRAIN, i, files.get(i).caseCount()));
        }
        return shards;
    }

    private DeidentificationActivities withKey(ActivityHarness worker, String key) {
        return worker.stub(
                DeidentificationActivities.class,
                new DeidentificationActivitiesImpl(
                        store,
                        new ArtifactCache(store, folder.resolve("cache")),
                        new Workbench(folder.resolve("work")),
                        DeidentificationKey.of(key.getBytes(StandardCharsets.UTF_8)),
                        new DeidentificationActivitiesImpl.Options(this::audit, Duration.ofHours(1), "test")));
    }

    private static List<ClinicalCase> cases(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ClinicalCase.of(
                        "Mr. Zaphod Beeblebrox, phone 555-867-5309, has had headaches for " + i + " weeks",
                        "Mr. Beeblebrox has a throbbing headache, so migraine " + i,
                        "migraine",
                        Optional.of("migraine"),
                        Optional.of("MRN-PATIENT-" + i),
                        Optional.empty(),
                        Map.of(),
                        List.of("throbbing headache")))
                .toList();
    }
}
