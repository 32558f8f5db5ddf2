package org.residency.workflows;

import static org.residency.workflows.Sample.ref;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.deidentification.AuditShardRequest;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deidentification.DeidentifiedShard;
import org.residency.activities.deidentification.DeidentifyShardRequest;
import org.residency.activities.deidentification.PublishDatasetRequest;
import org.residency.activities.deidentification.ShardAudit;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.deployment.LoadCandidateRequest;
import org.residency.activities.deployment.PromoteModelRequest;
import org.residency.activities.deployment.RestoreModelRequest;
import org.residency.activities.deployment.SmokeRequest;
import org.residency.activities.deployment.SmokeResult;
import org.residency.activities.evaluation.CompareModelsRequest;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.evaluation.EvaluationReport;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.grpo.RewardRolloutsRequest;
import org.residency.activities.grpo.RewardedRollouts;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.ingest.IngestCounts;
import org.residency.activities.ingest.IngestRequest;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.activities.provenance.FoundResult;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.provenance.RecordManifestRequest;
import org.residency.activities.provenance.ResultToKeep;
import org.residency.activities.provenance.Reused;
import org.residency.activities.provenance.StageWork;
import org.residency.activities.provenance.TakeResultRequest;
import org.residency.activities.schedule.DigestSourceRequest;
import org.residency.activities.schedule.KeepRunRequest;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.activities.signoff.Clinicians;
import org.residency.activities.signoff.NotifyCliniciansRequest;
import org.residency.activities.signoff.NotifyCliniciansRequest.Urgency;
import org.residency.activities.signoff.RecordStatementRequest;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;

/** Stands for the CPU worker, with a deployment log in memory. */
final class FakeCpu
        implements IngestActivities,
                DeidentificationActivities,
                RewardActivities,
                ComparisonActivities,
                ProvenanceActivities,
                SignOffActivities,
                DeploymentActivities,
                ScheduleActivities {

    final List<RecordManifestRequest> manifests = new CopyOnWriteArrayList<>();
    final List<Urgency> notified = new CopyOnWriteArrayList<>();
    final List<Deployment> deployments = new CopyOnWriteArrayList<>();
    final List<SmokeRequest> smoked = new CopyOnWriteArrayList<>();
    final Map<String, String> clinicians = new ConcurrentHashMap<>();
    /** What happens besides when clinicians are told: a test's clinician reads it and signs. */
    final Map<Urgency, Runnable> whenNotified = new ConcurrentHashMap<>();

    volatile int rawShards = 3;
    volatile int findingsAShard;
    volatile int quarantinedAShard;
    final List<PublishDatasetRequest> published = new CopyOnWriteArrayList<>();
    volatile IntToDoubleFunction hiddenMetricOfRound = round -> 0.5;
    volatile IntUnaryOperator equalGroupsOfPart = part -> 0;
    /** Whether a promotion reaches the log. */
    volatile boolean logIsWritten = true;

    /** What lies where a schedule looks. */
    volatile String notes = "notes";

    final AtomicInteger looks = new AtomicInteger();
    final List<KeepRunRequest> kept = new CopyOnWriteArrayList<>();

    /** How long devices were held, by what was done. */
    volatile Function<Script, Duration> deviceTime = done -> Duration.ZERO;

    final AtomicInteger mostShardsInFlight = new AtomicInteger();

    /** What was asked, by digests, to the runs that came to it. */
    private final Map<List<Object>, Map<RunId, FoundResult>> results = new ConcurrentHashMap<>();

    /** Whether a result of any run is found, which it is not where the code has changed. */
    volatile boolean findsResults = true;

    private final AtomicInteger shardsInFlight = new AtomicInteger();
    private final Script script;

    FakeCpu(Script script) {
        this.script = script;
        List.of("dr-ada", "dr-ben", "sam").forEach(name -> clinicians.put(name, fingerprint(name)));
    }

    static String fingerprint(String name) {
        return "key-of-" + name;
    }

    @Override
    public IngestedDataset ingestDataset(IngestRequest request) {
        script.play("ingestDataset");
        List<Split> splits = List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < rawShards; i++) {
            Split split = splits.get(i % splits.size());
            shards.add(new Shard(ref("raw/" + i), split, i / splits.size(), 50));
        }
        IngestCounts counts =
                new IngestCounts(rawShards * 50 + 7, rawShards * 50, Map.of("too long", 7), Map.of(Split.TRAIN, 50), 2);
        return new IngestedDataset(ref("source"), shards, counts);
    }

    @Override
    public DeidentifiedShard deidentifyShard(DeidentifyShardRequest request) {
        mostShardsInFlight.accumulateAndGet(shardsInFlight.incrementAndGet(), Math::max);
        script.play("deidentifyShard");
        Shard raw = request.rawShard();
        Shard clean = new Shard(ref("clean/" + raw.split() + raw.index()), raw.split(), raw.index(), raw.caseCount());
        return new DeidentifiedShard(clean, Map.of("NAME", 12));
    }

    @Override
    public ShardAudit auditShard(AuditShardRequest request) {
        script.play("auditShard");
        shardsInFlight.decrementAndGet();
        Shard raw = request.rawShard();
        Map<String, Integer> findings = findingsAShard == 0 ? Map.of() : Map.of("PHONE", findingsAShard);
        Map<String, Integer> aside =
                quarantinedAShard == 0 ? Map.of() : Map.of("PHONE", Math.min(findingsAShard, quarantinedAShard));
        return new ShardAudit(
                ref("audit/" + raw.split() + raw.index()),
                raw.caseCount(),
                findings,
                quarantinedAShard,
                aside,
                quarantinedAShard == 0
                        ? Optional.empty()
                        : Optional.of(new Shard(
                                ref("passed/" + raw.split() + raw.index()),
                                raw.split(),
                                raw.index(),
                                raw.caseCount() - quarantinedAShard)));
    }

    @Override
    public Dataset publishDataset(PublishDatasetRequest request) {
        script.play("publishDataset");
        published.add(request);
        return new Dataset(ref("dataset"), request.shards(), Optional.of(ref("audits")));
    }

    @Override
    public RewardedRollouts rewardRollouts(RewardRolloutsRequest request) {
        script.play("rewardRollouts");
        return new RewardedRollouts(
                request.rollouts(),
                ref("rewards-%d-%d".formatted(request.round(), request.part())),
                0.6,
                Map.of("correctness", 0.5, "format", 0.1),
                hiddenMetricOfRound.applyAsDouble(request.round()),
                equalGroupsOfPart.applyAsInt(request.part()));
    }

    @Override
    public EvaluationReport compareModels(CompareModelsRequest request) {
        script.play("compareModels");
        return Sample.report(request.evaluations(), 0.01);
    }

    @Override
    public ArtifactRef recordManifest(RecordManifestRequest request) {
        script.play("recordManifest");
        manifests.removeIf(former -> former.stage() == request.stage());
        manifests.add(request);
        ArtifactRef manifest = ref("manifest/" + request.stage().folder());
        for (ResultToKeep result : request.results()) {
            Reused maker = result.reused().orElse(new Reused(request.run(), manifest));
            results.computeIfAbsent(digests(result.work()), work -> new ConcurrentHashMap<>())
                    .put(request.run(), new FoundResult(maker, result.value()));
        }
        return manifest;
    }

    @Override
    public Optional<FoundResult> findResult(StageWork work) {
        script.play("findResult");
        return results.getOrDefault(digests(work), Map.of()).values().stream()
                .filter(result -> findsResults)
                .findFirst();
    }

    @Override
    public FoundResult takeResult(TakeResultRequest request) {
        script.play("takeResult");
        return Optional.ofNullable(
                        results.getOrDefault(digests(request.work()), Map.of()).get(request.of()))
                .orElseThrow(() -> FailureKind.INVALID_INPUT.failure("reuse.of: found no result of stage "
                        + request.work().stage().word() + " in " + request.of()));
    }

    private static List<Object> digests(StageWork work) {
        Map<String, String> inputs = new TreeMap<>();
        work.inputs().forEach((name, input) -> inputs.put(name, input.sha256()));
        return List.of(work.stage(), inputs, work.settings());
    }

    @Override
    public Duration sumDeviceTime(String run) {
        script.play("sumDeviceTime");
        return deviceTime.apply(script);
    }

    @Override
    public void removeCheckpoints(String run) {
        script.play("removeCheckpoints");
    }

    @Override
    public Clinicians listClinicians() {
        script.play("listClinicians");
        return new Clinicians(new TreeMap<>(clinicians));
    }

    @Override
    public ArtifactRef recordStatement(RecordStatementRequest request) {
        script.play("recordStatement");
        return ref("statement-of-" + request.signed().statement().signer());
    }

    @Override
    public void notifyClinicians(NotifyCliniciansRequest request) {
        script.play("notifyClinicians");
        notified.add(request.urgency());
        whenNotified.getOrDefault(request.urgency(), () -> {}).run();
    }

    @Override
    public Optional<Deployment> currentDeployment() {
        script.play("currentDeployment");
        return deployments.isEmpty() ? Optional.empty() : Optional.of(deployments.get(deployments.size() - 1));
    }

    @Override
    public void loadCandidate(LoadCandidateRequest request) {
        script.play("loadCandidate");
    }

    @Override
    public SmokeResult runSmokePrompts(SmokeRequest request) {
        smoked.add(request);
        script.play("runSmokePrompts");
        return new SmokeResult(request.prompts(), request.prompts());
    }

    @Override
    public Deployment promoteModel(PromoteModelRequest request) {
        script.play("promoteModel");
        int replaced = deployments.size();
        Deployment promoted = new Deployment(
                replaced + 1,
                request.run().value(),
                request.model(),
                request.manifest(),
                request.settings(),
                replaced == 0 ? Optional.empty() : Optional.of(replaced),
                Optional.empty());
        if (logIsWritten) {
            deployments.add(promoted);
        }
        return promoted;
    }

    @Override
    public void discardCandidate(MergedModel candidate) {
        script.play("discardCandidate");
    }

    @Override
    public Deployment restoreModel(RestoreModelRequest request) {
        script.play("restoreModel");
        Deployment former = deployments.get(request.undo().replaced().orElseThrow() - 1);
        Deployment restored = new Deployment(
                deployments.size() + 1,
                former.run(),
                former.model(),
                former.manifest(),
                former.settings(),
                Optional.of(request.undo().number()),
                Optional.of(former.number()));
        deployments.add(restored);
        return restored;
    }

    @Override
    public ArtifactRef digestSource(DigestSourceRequest request) {
        looks.incrementAndGet();
        return ref(notes);
    }

    @Override
    public void keepRequest(KeepRunRequest request) {
        kept.add(request);
    }
}
