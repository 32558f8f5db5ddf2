package org.residency.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.evaluation.Metric;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.evaluation.PairedDifference;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.grpo.RoundMetrics;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.provenance.Reused;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.Checkpoint;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.Manifest;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.RolloutBatch;
import org.residency.artifacts.ServedSettings;
import org.residency.artifacts.Sha256;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.identity.Decision;
import org.residency.identity.SignedStatement;
import org.residency.identity.Statement;
import org.residency.workflows.GatePolicy;
import org.residency.workflows.GrpoResult;
import org.residency.workflows.RetrainingRequest;
import org.residency.workflows.Reuse;
import org.residency.workflows.RunOutcome;
import org.residency.workflows.RunPriority;
import org.residency.workflows.RunSettings;
import org.residency.workflows.RunStatus;
import org.residency.workflows.SignOffReceipt;
import org.residency.workflows.Verdict;

/** A run that never was, at each of its stages; what it left behind is in {@link #store}. */
public final class SampleRun {
    public static final RunId RUN = new RunId("run-20261123-0a1b2c");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .build();

    private final ArtifactStore store;
    private final RetrainingRequest request;

    public SampleRun(ArtifactStore store, RetrainingRequest request) {
        this.store = store;
        this.request = request;
    }

    public static RetrainingRequest request(GatePolicy policy) {
        return request(policy, Optional.empty());
    }

    public static RetrainingRequest request(GatePolicy policy, Optional<String> consent) {
        return new RetrainingRequest(
                RUN,
                "ada",
                URI.create("file:///data/notes.jsonl"),
                Map.of(),
                URI.create("file:///models/demo"),
                consent,
                new RunSettings(null, null, null, null, null, policy, null, Optional.empty()),
                Reuse.whereItIsTheSame(),
                RunPriority.NORMAL,
                Optional.of("cardiology"));
    }

    /** A policy that asks for less than the default. */
    public static GatePolicy lowPolicy() {
        return new GatePolicy("demo", 20, 0.1, 0.0, null, null, null);
    }

    /** It has just been asked for. */
    public RunStatus begun() {
        return status(Stage.INGEST, Optional.empty(), Optional.empty(), List.of());
    }

    /** All is measured; it waits for a clinician. */
    public RunStatus waiting() {
        return status(Stage.SIGN_OFF, Optional.of("sign-off"), Optional.empty(), List.of());
    }

    /** Signed and in service. */
    public RunStatus deployed() {
        ArtifactRef statement = put("8-signoff/grace.json", signed());
        Deployment deployment = new Deployment(
                4,
                RUN.value(),
                model(),
                ref("manifest"),
                new ServedSettings(0.6, 0.95, 256),
                Optional.of(3),
                Optional.empty());
        return status(
                Stage.DEPLOYMENT,
                Optional.empty(),
                Optional.of(new RunOutcome(
                        RUN,
                        RunOutcome.Conclusion.DEPLOYED,
                        "the signed model answers as deployment 4",
                        Optional.of(deployment),
                        Optional.empty())),
                List.of(new SignOffReceipt("grace", Decision.APPROVED, statement, 1, 1)));
    }

    /** The gate said no. */
    public RunStatus closed() {
        RunStatus open = status(Stage.GATE, Optional.empty(), Optional.empty(), List.of());
        Verdict verdict = new Verdict(
                Verdict.Result.FAIL,
                "default",
                false,
                List.of(
                        new Verdict.Check("minCases", Verdict.Result.PASS, "120 cases, asked for at least 30"),
                        new Verdict.Check(
                                "minExactMatch",
                                Verdict.Result.FAIL,
                                "the candidate's exact-match is 0.017 [0.005, 0.059], asked for at least 0.500"),
                        new Verdict.Check(
                                "minGainOverBase",
                                Verdict.Result.INCONCLUSIVE,
                                "gain over the base model in exact-match is 0.017 [-0.010, 0.044], asked for at least 0.020; the"
                                        + " interval spans it, more cases would decide")));
        return new RunStatus(
                request,
                Stage.GATE,
                Optional.empty(),
                open.ingest(),
                open.deidentified(),
                3,
                2,
                open.dataset(),
                open.sft(),
                open.rounds(),
                open.grpo(),
                open.merge(),
                open.evaluation(),
                Optional.of(verdict),
                List.of(),
                List.of(),
                open.manifests(),
                open.reused(),
                open.gpuTime(),
                Optional.of(new RunOutcome(
                        RUN,
                        RunOutcome.Conclusion.GATE_CLOSED,
                        "the gate says: minExactMatch: the candidate's exact-match is 0.017, asked for at least 0.500",
                        Optional.empty(),
                        Optional.empty())));
    }

    public String evaluationReportSha256() {
        return ref("report").sha256();
    }

    public String mergedModelSha256() {
        return model().ref().sha256();
    }

    private RunStatus status(
            Stage stage, Optional<String> waiting, Optional<RunOutcome> outcome, List<SignOffReceipt> signOffs) {
        boolean begun = stage == Stage.INGEST;
        return new RunStatus(
                request,
                stage,
                waiting,
                begun ? Optional.empty() : Optional.of(counts()),
                begun ? List.of() : List.of(deidentified()),
                begun ? 0 : 3,
                begun ? 0 : 2,
                begun ? Optional.empty() : Optional.of(dataset()),
                begun ? Optional.empty() : Optional.of(trained()),
                begun ? List.of() : rounds(),
                begun
                        ? Optional.empty()
                        : Optional.of(new GrpoResult(new Adapter(ref("adapter")), 8, Optional.empty())),
                begun
                        ? Optional.empty()
                        : Optional.of(new MergedAdapter(model(), ref("equivalence"), 0.000012, 0.9993)),
                begun ? Optional.empty() : Optional.of(report()),
                begun ? Optional.empty() : Optional.of(verdict()),
                signOffs,
                begun ? List.of() : List.of("mallory: signer: found 'mallory', who is no registered clinician <b>"),
                begun ? List.of() : manifests(),
                begun
                        ? List.of()
                        : List.of(new RunStatus.FromEarlier(
                                Stage.EVALUATION, "BASE", new Reused(new RunId("run-20261101-0a0b"), ref("earlier")))),
                begun ? Optional.empty() : Optional.of(Duration.ofMinutes(75)),
                outcome);
    }

    private static IngestCounts counts() {
        return new IngestCounts(
                1200,
                1164,
                Map.of("no answer", 21, "duplicate", 12, "too long", 3),
                Map.of(Split.TRAIN, 931, Split.VALIDATION, 58, Split.TEST, 175),
                47);
    }

    private static DeidentifiedShard deidentified() {
        return new DeidentifiedShard(
                new Shard(ref("shard"), Split.TRAIN, 0, 500),
                Map.of("NAME", 1893, "DATE", 1204, "MRN", 611, "PHONE", 240, "ADDRESS", 188));
    }

    private static Dataset dataset() {
        return new Dataset(ref("dataset"), List.of(), Optional.of(ref("audits")));
    }

    private TrainedAdapter trained() {
        StringBuilder curve = new StringBuilder();
        for (int step = 1; step <= 60; step++) {
            double loss = 0.62 + 4.1 * Math.exp(-step / 11.0) + 0.09 * Math.sin(step * 1.7);
            double rate = step <= 5 ? 2e-4 * step / 5 : 2e-4 * (60 - step) / 55.0;
            curve.append(String.format(
                    Locale.ROOT,
                    "{\"step\":%d,\"loss\":%.5f,\"learningRate\":%.8f,\"gradientNorm\":0.8,\"tokens\":900",
                    step,
                    loss,
                    rate));
            if (step % 20 == 0) {
                curve.append(String.format(Locale.ROOT, ",\"validationLoss\":%.5f", loss + 0.11));
            }
            curve.append("}\n");
        }
        ArtifactRef ref =
                store.put("runs/" + RUN + "/3-sft/curve.jsonl", curve.toString().getBytes(StandardCharsets.UTF_8));
        return new TrainedAdapter(new Adapter(ref("sft")), ref, 60, 4.36, 0.66, 931, 14, 0);
    }

    private static List<RunStatus.Round> rounds() {
        List<RunStatus.Round> rounds = new ArrayList<>();
        for (int round = 0; round < 8; round++) {
            double correct = 0.43 + 0.021 * round + 0.012 * Math.sin(round * 2.1);
            rounds.add(new RunStatus.Round(
                    round,
                    List.of(new RewardedRollouts(
                            new RolloutBatch(ref("rollouts" + round), 64, 512),
                            ref("rewards" + round),
                            correct + 0.19 - 0.012,
                            new TreeMap<>(Map.of(
                                    "correctness", correct, "format", 0.19, "length", -0.008, "repetition", -0.004)),
                            0.58 + 0.01 * round,
                            11 + round)),
                    new PolicyUpdate(
                            new Adapter(ref("adapter" + round)),
                            new Checkpoint(ref("optimizer" + round), round * 4),
                            new RoundMetrics(
                                    -0.01,
                                    0.0004 + 0.0021 * round,
                                    0.011,
                                    0.71 - 0.018 * round,
                                    83 - round,
                                    11 + round,
                                    0.00002,
                                    1e-4,
                                    0,
                                    0,
                                    Map.of()))));
        }
        return rounds;
    }

    private static MergedModel model() {
        return new MergedModel(ref("merged"));
    }

    private static EvaluationReport report() {
        return new EvaluationReport(
                ref("report"),
                List.of(
                        evaluation(ModelRole.CANDIDATE, 0.857, 0.532, 0.991),
                        evaluation(ModelRole.BASE, 0.011, 0.004, 0.12),
                        evaluation(ModelRole.AFTER_SFT, 0.826, 0.481, 0.983),
                        evaluation(ModelRole.IN_SERVICE, 0.811, 0.47, 0.98)),
                List.of(
                        new PairedDifference(ModelRole.BASE, Metric.EXACT_MATCH, 0.846, 0.791, 0.893),
                        new PairedDifference(ModelRole.AFTER_SFT, Metric.EXACT_MATCH, 0.031, -0.006, 0.069),
                        new PairedDifference(ModelRole.IN_SERVICE, Metric.EXACT_MATCH, 0.046, 0.003, 0.088)));
    }

    private static ModelEvaluation evaluation(ModelRole role, double greedy, double sampled, double format) {
        return new ModelEvaluation(
                role,
                ref("model" + role),
                ref("answers" + role),
                175,
                List.of(
                        metric(Metric.EXACT_MATCH, greedy, 0.052),
                        metric(Metric.SAMPLED_EXACT_MATCH, sampled, 0.04),
                        metric(Metric.TOKEN_F1, greedy * 0.98 + 0.01, 0.05),
                        metric(Metric.FORMAT_RATE, format, 0.015),
                        metric(Metric.CUE_COVERAGE, 0.4 + greedy / 4, 0.03)));
    }

    private static Metric metric(String name, double value, double half) {
        return new Metric(name, value, Math.max(0, value - half), Math.min(1, value + half), 175);
    }

    private Verdict verdict() {
        GatePolicy policy = request.settings().gate();
        return new Verdict(
                Verdict.Result.PASS,
                policy.name(),
                policy.lowersTheBar(),
                List.of(
                        new Verdict.Check("minCases", Verdict.Result.PASS, "175 cases, asked for at least 30"),
                        new Verdict.Check(
                                "minExactMatch",
                                Verdict.Result.PASS,
                                "the candidate's exact-match is 0.857 [0.805, 0.909], asked for at least 0.500"),
                        new Verdict.Check(
                                "maxMergeKl",
                                Verdict.Result.PASS,
                                "divergence of the merged model is 0.00001 nats a token, asked for at most 0.01000")));
    }

    private SignedStatement signed() {
        return new SignedStatement(
                new Statement(
                        RUN.value(),
                        evaluationReportSha256(),
                        mergedModelSha256(),
                        Decision.APPROVED,
                        "grace",
                        Instant.parse("2026-11-23T09:30:00Z")),
                ref("key").sha256(),
                "c2lnbmVk");
    }

    private List<ArtifactRef> manifests() {
        List<ArtifactRef> chain = new ArrayList<>();
        for (Stage stage : List.of(Stage.INGEST, Stage.DEIDENTIFICATION, Stage.SFT, Stage.GRPO, Stage.MERGE)) {
            Manifest manifest = new Manifest(
                    RUN.value(),
                    stage.folder(),
                    new TreeMap<>(Map.of("input", ref("in" + stage))),
                    new TreeMap<>(),
                    new TreeMap<>(Map.of("output", ref("out" + stage))),
                    "0.1.0",
                    chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1)));
            chain.add(put(stage.folder() + "/manifest.json", manifest));
        }
        return chain;
    }

    private ArtifactRef put(String key, Object value) {
        try {
            return store.put("runs/" + RUN + "/" + key, JSON.writeValueAsBytes(value));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArtifactRef ref(String name) {
        return new ArtifactRef(
                URI.create("file:///store/" + name), Sha256.of(name.getBytes(StandardCharsets.UTF_8)), 1234);
    }
}
