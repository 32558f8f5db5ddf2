package org.residency.worker.cpu.deidentification;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.activities.deidentification.PublishDatasetRequest;
import org.residency.activities.ingest.IngestCounts;
import org.residency.artifacts.ArtifactCache;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Shard;
import org.residency.artifacts.ShardAuditReport;
import org.residency.dataset.DatasetStatistics;
import org.residency.dataset.ShardReader;
import org.residency.dataset.SplitName;
import org.residency.dataset.StatisticsCount;
import org.residency.worker.cpu.CanonicalJson;

/** The dataset that is published in numbers: its cases counted, and what became of the others as the run knows it. */
final class PublishedStatistics {

    private final ArtifactCache cache;

    PublishedStatistics(ArtifactCache cache) {
        this.cache = cache;
    }

    DatasetStatistics of(PublishDatasetRequest request) throws IOException {
        StatisticsCount count = new StatisticsCount();
        for (Shard shard : request.shards()) {
            SplitName split = SplitName.valueOf(shard.split().name());
            ShardReader.forEach(cache.file(shard.ref()), one -> count.add(split, one));
        }
        return count.total(history(request));
    }

    private DatasetStatistics.History history(PublishDatasetRequest request) throws IOException {
        int audited = 0;
        int quarantined = 0;
        Map<String, Integer> findings = new TreeMap<>();
        for (ArtifactRef ref : request.audits()) {
            ShardAuditReport report = CanonicalJson.read(Files.readAllBytes(cache.file(ref)), ShardAuditReport.class);
            audited += report.caseCount();
            quarantined += report.quarantined().size();
            report.countByClass().forEach((phiClass, found) -> findings.merge(phiClass, found, Integer::sum));
        }
        Optional<IngestCounts> ingest = request.ingest();
        return new DatasetStatistics.History(
                ingest.map(IngestCounts::rows).orElse(0),
                ingest.map(IngestCounts::dropped).orElse(Map.of()),
                request.replacedByClass(),
                audited,
                quarantined,
                findings);
    }
}
