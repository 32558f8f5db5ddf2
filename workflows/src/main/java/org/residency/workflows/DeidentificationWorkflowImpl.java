package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.AuditShardRequest;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.DeidentifyShardRequest;
import org.residency.activities.deidentification.PublishDatasetRequest;
import org.residency.activities.deidentification.ShardAudit;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Shard;

/** Keeps at most {@value #WINDOW} shards in flight. */
public final class DeidentificationWorkflowImpl implements DeidentificationWorkflow {

    private static final int WINDOW = 50;

    private final DeidentificationRequest request;
    private final PauseSwitch pause = new PauseSwitch(false);
    private int audited;

    @WorkflowInit
    public DeidentificationWorkflowImpl(DeidentificationRequest request) {
        this.request = request;
    }

    @Override
    public DeidentificationResult deidentify(DeidentificationRequest request) {
        List<AuditedShard> results = FanOut.run(request.rawShards(), WINDOW, this::deidentifyAndAudit);
        List<DeidentifiedShard> shards =
                results.stream().map(AuditedShard::deidentified).toList();
        List<ShardAudit> audits = results.stream().map(AuditedShard::audit).toList();
        DeidentificationResult unpublished = new DeidentificationResult(Optional.empty(), shards, audits);
        if (!unpublished.isAllowedBy(request.settings())) {
            return unpublished;
        }
        pause.awaitResumed();
        return new DeidentificationResult(Optional.of(publish(results)), shards, audits);
    }

    @Override
    public Progress progress() {
        return Progress.of(
                Stage.DEIDENTIFICATION, "shards", audited, request.rawShards().size());
    }

    @Override
    public void pause() {
        pause.pause();
    }

    @Override
    public void resume() {
        pause.resume();
    }

    private Promise<AuditedShard> deidentifyAndAudit(Shard raw) {
        pause.awaitResumed();
        return Async.function(() -> {
            String name = "%s shard %d, %d cases"
                    .formatted(raw.split().name().toLowerCase(Locale.ROOT), raw.index(), raw.caseCount());
            DeidentifiedShard shard = activities(StageOptions.DEIDENTIFY_SHARD, "De-identify " + name)
                    .deidentifyShard(new DeidentifyShardRequest(request.run(), raw, request.settings()));
            pause.awaitResumed();
            ShardAudit audit = activities(StageOptions.AUDIT_SHARD, "Audit " + name)
                    .auditShard(new AuditShardRequest(request.run(), raw, shard, request.settings()));
            audited++;
            return new AuditedShard(shard, audit);
        });
    }

    private Dataset publish(List<AuditedShard> results) {
        return activities(StageOptions.PUBLISH_DATASET, "Publish the dataset of %d shards".formatted(results.size()))
                .publishDataset(new PublishDatasetRequest(
                        request.run(),
                        results.stream().map(AuditedShard::published).toList(),
                        results.stream().map(result -> result.audit().report()).toList(),
                        request.settings(),
                        request.ingest(),
                        replaced(results)));
    }

    private static Map<String, Integer> replaced(List<AuditedShard> results) {
        Map<String, Integer> replaced = new TreeMap<>();
        results.forEach(result -> result.deidentified()
                .replacedByClass()
                .forEach((phiClass, count) -> replaced.merge(phiClass, count, Integer::sum)));
        return replaced;
    }

    private static DeidentificationActivities activities(StageOptions options, String summary) {
        return Workflow.newActivityStub(DeidentificationActivities.class, options.summarized(summary));
    }

    private record AuditedShard(DeidentifiedShard deidentified, ShardAudit audit) {

        Shard published() {
            return audit.remaining().orElse(deidentified.shard());
        }
    }
}
