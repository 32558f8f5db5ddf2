package org.residency.workflows;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.provenance.Reused;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;

/**
 * Where a run stands, as its workflow knows it; progress inside an activity is in that activity's heartbeat.
 *
 * @param stage the stage it is in; the last one it was in, once it has ended
 * @param waiting what it waits for, if it is a person: {@code paused} or {@code sign-off}
 * @param auditFindings findings of the audit, those in quarantined cases among them
 * @param quarantined cases that the audit had put aside; none is in the dataset
 * @param rounds the finished GRPO rounds, also while others still run
 * @param grpo what the rounds came to; empty until they are over, or if none were asked for
 * @param manifests the chain so far, oldest first
 * @param gpuTime how long the run had held devices when it last looked; empty where it has no budget
 * @param reused what was taken from earlier runs, in the order of the stages
 * @param refusedStatements why statements that came as signals were refused, oldest first
 */
public record RunStatus(
        RetrainingRequest request,
        Stage stage,
        Optional<String> waiting,
        Optional<IngestCounts> ingest,
        List<DeidentifiedShard> deidentified,
        int auditFindings,
        int quarantined,
        Optional<Dataset> dataset,
        Optional<TrainedAdapter> sft,
        List<Round> rounds,
        Optional<GrpoResult> grpo,
        Optional<MergedAdapter> merge,
        Optional<EvaluationReport> evaluation,
        Optional<Verdict> verdict,
        List<SignOffReceipt> signOffs,
        List<String> refusedStatements,
        List<ArtifactRef> manifests,
        List<FromEarlier> reused,
        Optional<Duration> gpuTime,
        Optional<RunOutcome> outcome) {

    /**
     * A result that was taken from an earlier run.
     *
     * @param part which part of the stage; empty for all of it
     */
    public record FromEarlier(Stage stage, String part, Reused from) {}

    /**
     * One finished GRPO round.
     *
     * @param number from 0, as in the requests of its activities
     * @param rewarded one a sampling part, then one for each time that other prompts were sampled
     */
    public record Round(int number, List<RewardedRollouts> rewarded, PolicyUpdate update) {}

    public RunStatus {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(stage, "stage");
        deidentified = List.copyOf(deidentified);
        rounds = List.copyOf(rounds);
        signOffs = List.copyOf(signOffs);
        refusedStatements = List.copyOf(refusedStatements);
        manifests = List.copyOf(manifests);
        gpuTime = gpuTime == null ? Optional.empty() : gpuTime;
        reused = reused == null ? List.of() : List.copyOf(reused);
    }
}
