package org.residency.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The audits of a dataset, beside its index: for each shard the report that let it in. Whoever learns from a shard holds it
 * against this first.
 *
 * @param maxFindings findings that the audits may leave in the dataset
 * @param maxQuarantinedShare share of the audited cases that may be quarantined
 * @param shards one for each shard that was audited, whether or not a case is left in it
 */
public record AuditedShards(int maxFindings, double maxQuarantinedShare, List<Entry> shards) {

    /**
     * One shard and its audit.
     *
     * @param shard what may be published of it
     * @param audit the {@link ShardAuditReport}
     * @param policySha256 digest of the settings of de-identification and audit, as in the report
     */
    public record Entry(Shard shard, ArtifactRef audit, String policySha256) {
        public Entry {
            Objects.requireNonNull(shard, "shard");
            Objects.requireNonNull(audit, "audit");
            Objects.requireNonNull(policySha256, "policySha256");
        }
    }

    public AuditedShards {
        shards = List.copyOf(shards);
    }

    /**
     * The audits of these shards.
     *
     * @param audits the report of each shard, in the same order
     */
    public static AuditedShards of(
            ArtifactCache cache,
            List<Shard> shards,
            List<ArtifactRef> audits,
            int maxFindings,
            double maxQuarantinedShare) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            ShardAuditReport report = read(cache, audits.get(i), ShardAuditReport.class);
            entries.add(new Entry(shards.get(i), audits.get(i), report.policySha256()));
        }
        return new AuditedShards(maxFindings, maxQuarantinedShare, entries);
    }

    /** Stores it; the same audits under the same key give the same reference. */
    public static ArtifactRef record(ArtifactStore store, String key, AuditedShards audited) {
        return store.put(key, ArtifactJson.write(audited));
    }

    /** The shards with a case in them. */
    public List<Shard> published() {
        return shards.stream()
                .map(Entry::shard)
                .filter(shard -> shard.caseCount() > 0)
                .toList();
    }

    /** Reads what {@link #record} stored. */
    public static AuditedShards read(ArtifactStore store, ArtifactRef ref) {
        return ArtifactJson.read(ref, store.read(ref), AuditedShards.class);
    }

    /**
     * Holds every shard of a dataset against its audit.
     *
     * @throws UnauditedShardException if there is none, it is of another shard, or the audits found more than was allowed
     */
    public static void requireAll(ArtifactCache cache, Dataset dataset) {
        ArtifactRef index = dataset.audits()
                .orElseThrow(() -> new UnauditedShardException("dataset "
                        + dataset.ref().shortDigest()
                        + ": found no list of audits, expected one; de-identify and audit the notes in a new run"));
        AuditedShards audited = read(cache, index, AuditedShards.class);
        for (Shard shard : dataset.shards()) {
            audited.requireEntry(shard);
        }
        audited.requirePassed(
                index,
                audited.shards().stream().map(entry -> report(cache, entry)).toList());
    }

    private void requireEntry(Shard shard) {
        if (shards.stream()
                .noneMatch(
                        entry -> entry.shard().ref().sha256().equals(shard.ref().sha256()))) {
            throw new UnauditedShardException(shard.ref().uri() + ": found no audit of its digest "
                    + shard.ref().shortDigest()
                    + ", expected one in the dataset's list of audits; de-identify and audit it in a new run");
        }
    }

    private void requirePassed(ArtifactRef where, List<ShardAuditReport> reports) {
        int left = 0;
        int aside = 0;
        int audited = 0;
        for (ShardAuditReport report : reports) {
            left += report.findingsLeft().size();
            aside += report.quarantined().size();
            audited += report.caseCount();
        }
        if (left > maxFindings || aside > maxQuarantinedShare * audited) {
            throw new UnauditedShardException(
                    "%s: the audits failed: %d findings left and %d of %d cases quarantined, expected at most %d and a share of %s; mend what the rules missed and start a new run"
                            .formatted(where.uri(), left, aside, audited, maxFindings, maxQuarantinedShare));
        }
    }

    /** The report of an entry, which must be of this very shard and policy. */
    private static ShardAuditReport report(ArtifactCache cache, Entry entry) {
        ShardAuditReport report = read(cache, entry.audit(), ShardAuditReport.class);
        if (!report.shardSha256().equals(entry.shard().ref().sha256())) {
            throw new UnauditedShardException(entry.shard().ref().uri() + ": found an audit of another shard ("
                    + entry.audit().uri() + "), expected one of digest "
                    + entry.shard().ref().shortDigest() + "; audit this shard in a new run");
        }
        if (!report.policySha256().equals(entry.policySha256())) {
            throw new UnauditedShardException(entry.audit().uri()
                    + ": found an audit by another policy than the dataset names; audit the shard in a new run");
        }
        return report;
    }

    private static <T> T read(ArtifactCache cache, ArtifactRef ref, Class<T> type) {
        try {
            return ArtifactJson.read(ref, Files.readAllBytes(cache.file(ref)), type);
        } catch (ArtifactMissingException e) {
            throw new UnauditedShardException(
                    ref.uri() + ": found nothing there, expected an audit; audit the shards in a new run");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
