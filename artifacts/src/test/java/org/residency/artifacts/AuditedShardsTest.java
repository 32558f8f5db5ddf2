package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.ShardAuditReport.Finding;
import org.residency.artifacts.ShardAuditReport.QuarantinedCase;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class AuditedShardsTest {

    private static final String POLICY = "a".repeat(64);

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private ArtifactCache cache;
    private Shard shard;

    @BeforeEach
    void storeAShard() {
        cache = new ArtifactCache(store, folder);
        shard = shard("one");
    }

    @Test
    void letsInWhatAnAuditFoundClean() {
        Dataset dataset = AuditedDataset.of(store, "d", shard.ref(), List.of(shard, shard("two")));

        assertThatCode(() -> AuditedShards.requireAll(cache, dataset)).doesNotThrowAnyException();
    }

    @Test
    void refusesADatasetWithoutAudits() {
        assertRefused(
                new Dataset(shard.ref(), List.of(shard), Optional.empty()),
                "dataset " + shard.ref().shortDigest(),
                "found no list of audits");
    }

    @Test
    void refusesAShardThatNoAuditNames() {
        Dataset audited = AuditedDataset.of(store, "d", shard.ref(), List.of(shard));
        Shard slipped = shard("slipped in");

        assertRefused(
                new Dataset(shard.ref(), List.of(shard, slipped), audited.audits()),
                "slipped-in",
                "found no audit of its digest " + slipped.ref().shortDigest());
    }

    @Test
    void refusesTheAuditOfAnotherShard() {
        Shard other = shard("other");
        ArtifactRef ofOther = report("audit", other, List.of(), List.of());

        assertRefused(
                dataset(0, 0, List.of(new AuditedShards.Entry(shard, ofOther, POLICY))), "audit of another shard");
    }

    @Test
    void refusesAnAuditByAnotherPolicyThanTheDatasetNames() {
        ArtifactRef report = report("audit", shard, List.of(), List.of());

        assertRefused(
                dataset(0, 0, List.of(new AuditedShards.Entry(shard, report, "b".repeat(64)))), "by another policy");
    }

    @Test
    void refusesAnAuditThatIsNotThere() {
        ArtifactRef report = report("audit", shard, List.of(), List.of());
        store.delete("audit");

        assertRefused(dataset(0, 0, List.of(new AuditedShards.Entry(shard, report, POLICY))), "found nothing there");
    }

    @Test
    void refusesFindingsThatAreLeft() {
        ArtifactRef report = report("audit", shard, List.of(finding("c1")), List.of());
        List<AuditedShards.Entry> entries = List.of(new AuditedShards.Entry(shard, report, POLICY));

        assertRefused(dataset(0, 1, entries), "1 findings left and 0 of 10 cases quarantined");
        assertThatCode(() -> AuditedShards.requireAll(cache, dataset(1, 0, entries)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesALargerShareInQuarantineThanIsAllowed() {
        ArtifactRef report = report(
                "audit",
                shard,
                List.of(finding("c1"), finding("c1")),
                List.of(new QuarantinedCase("c1", "2 findings", new TreeMap<>(Map.of("NAME", 2)))));
        List<AuditedShards.Entry> entries = List.of(new AuditedShards.Entry(shard, report, POLICY));

        assertRefused(dataset(0, 0.09, entries), "0 findings left and 1 of 10 cases quarantined");
        assertThatCode(() -> AuditedShards.requireAll(cache, dataset(0, 0.1, entries)))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesADamagedAudit() {
        ArtifactRef report = report("audit", shard, List.of(), List.of());
        store.damage(report);

        assertThatThrownBy(() -> AuditedShards.requireAll(
                        cache, dataset(0, 0, List.of(new AuditedShards.Entry(shard, report, POLICY)))))
                .isInstanceOf(ArtifactCorruptException.class);
    }

    private void assertRefused(Dataset dataset, String... said) {
        assertThatThrownBy(() -> AuditedShards.requireAll(cache, dataset))
                .isInstanceOf(UnauditedShardException.class)
                .hasMessageContainingAll(said);
    }

    private Dataset dataset(int maxFindings, double maxShare, List<AuditedShards.Entry> entries) {
        String key = "audits-" + maxFindings + "-" + maxShare;
        return new Dataset(
                shard.ref(),
                List.of(shard),
                Optional.of(AuditedShards.record(store, key, new AuditedShards(maxFindings, maxShare, entries))));
    }

    private ArtifactRef report(String key, Shard of, List<Finding> findings, List<QuarantinedCase> quarantined) {
        return store.put(
                key, ArtifactJson.write(new ShardAuditReport(of.ref().sha256(), POLICY, 10, findings, quarantined)));
    }

    private Shard shard(String name) {
        return new Shard(store.put(name.replace(' ', '-'), name.getBytes(StandardCharsets.UTF_8)), Split.TRAIN, 0, 10);
    }

    private static Finding finding(String noteId) {
        return new Finding(noteId, "question", 3, 9, "NAME", "audit.courtesy");
    }
}
