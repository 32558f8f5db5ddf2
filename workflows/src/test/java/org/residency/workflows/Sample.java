package org.residency.workflows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.activities.RunId;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.signoff.SignOffSettings;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;
import org.residency.artifacts.Sha256;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.identity.Decision;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;

/** Values that tests start from. */
final class Sample {

    static final RunId RUN = new RunId("run-20261123-abc123");
    static final MergedModel MERGED = new MergedModel(ref("merged"));
    static final ArtifactRef REPORT = ref("report");

    private Sample() {}

    /** A reference whose digest is its name's. */
    static ArtifactRef ref(String name) {
        return new ArtifactRef(
                URI.create("file:///store/" + name), Sha256.of(name.getBytes(StandardCharsets.UTF_8)), name.length());
    }

    static RetrainingRequest request() {
        return request(settings(grpo(2, 2), SignOffSettings.defaults()));
    }

    static RetrainingRequest request(RunSettings settings) {
        return request(RUN, settings, Reuse.whereItIsTheSame());
    }

    static RetrainingRequest request(RunId run, RunSettings settings, Reuse reuse) {
        return new RetrainingRequest(
                run,
                "sam",
                URI.create("file:///notes.jsonl"),
                Map.of("question", "Question"),
                URI.create("file:///base"),
                Optional.of("IRB-7"),
                settings,
                reuse,
                RunPriority.NORMAL,
                Optional.empty());
    }

    static RunSettings settings(GrpoSettings grpo, SignOffSettings signOff) {
        return new RunSettings(null, null, null, grpo, null, null, signOff, Optional.empty());
    }

    static GrpoSettings grpo(int rounds, int parts) {
        return new ObjectMapper()
                .convertValue(
                        Map.of("rounds", rounds, "promptsPerRound", 4, "groupSize", 2, "samplingParts", parts),
                        GrpoSettings.class);
    }

    static SignOffSettings signOff(int approvals) {
        return new SignOffSettings(approvals, Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(21));
    }

    static Dataset dataset() {
        return new Dataset(
                ref("dataset"),
                List.of(
                        new Shard(ref("clean/train"), Split.TRAIN, 0, 100),
                        new Shard(ref("clean/validation"), Split.VALIDATION, 0, 10),
                        new Shard(ref("clean/test"), Split.TEST, 0, 50)),
                Optional.of(ref("audits")));
    }

    /** What {@code signer} would send, with the key that {@link FakeCpu} has registered. */
    static SignedStatement statement(String signer, Decision decision) {
        return signed(
                new Statement(RUN.value(), REPORT.sha256(), MERGED.ref().sha256(), decision, signer, Instant.EPOCH),
                FakeCpu.fingerprint(signer));
    }

    /** An approval of another run than {@link #RUN}, with the same report and model. */
    static SignedStatement statementOf(RunId run, String signer) {
        return signed(
                new Statement(
                        run.value(), REPORT.sha256(), MERGED.ref().sha256(), Decision.APPROVED, signer, Instant.EPOCH),
                FakeCpu.fingerprint(signer));
    }

    static SignedStatement signed(Statement statement, String fingerprint) {
        return new SignedStatement(statement, fingerprint, "c2lnbmF0dXJl");
    }

    static MergedAdapter merged(double meanKl) {
        return new MergedAdapter(MERGED, ref("equivalence"), meanKl, 0.999);
    }

    static Deployment deployment(int number, String model) {
        return new Deployment(
                number,
                "an-earlier-run",
                new MergedModel(ref(model)),
                ref("an-earlier-sign-off"),
                new ServedSettings(0.6, 0.95, 256),
                number == 1 ? Optional.empty() : Optional.of(number - 1),
                Optional.empty());
    }

    static ModelEvaluation evaluation(ModelRole role, int cases, double exactMatch, double formatRate, double margin) {
        return new ModelEvaluation(
                role,
                role == ModelRole.CANDIDATE ? MERGED.ref() : ref(role.name()),
                ref("answers/" + role),
                cases,
                List.of(
                        metric(Metric.EXACT_MATCH, exactMatch, margin, cases),
                        metric(Metric.FORMAT_RATE, formatRate, margin, cases)));
    }

    private static Metric metric(String name, double value, double margin, int cases) {
        return new Metric(name, value, value - margin, value + margin, cases);
    }

    /** Every other model's difference from the candidate, with the same margin. */
    static EvaluationReport report(List<ModelEvaluation> evaluations, double margin) {
        double candidate = exactMatch(evaluations.get(0));
        return new EvaluationReport(
                REPORT,
                evaluations,
                evaluations.stream()
                        .skip(1)
                        .map(other -> {
                            double gain = candidate - exactMatch(other);
                            return new PairedDifference(
                                    other.role(), Metric.EXACT_MATCH, gain, gain - margin, gain + margin);
                        })
                        .toList());
    }

    private static double exactMatch(ModelEvaluation evaluation) {
        return evaluation.metric(Metric.EXACT_MATCH).value();
    }
}
