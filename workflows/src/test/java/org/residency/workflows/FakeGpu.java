package org.residency.workflows;

import static org.residency.workflows.Sample.ref;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.residency.activities.evaluation.EvaluateModelRequest;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.evaluation.ModelEvaluation;
import org.residency.activities.evaluation.ModelRole;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.grpo.PolicyUpdate;
import org.residency.activities.grpo.RoundMetrics;
import org.residency.activities.grpo.SampleRolloutsRequest;
import org.residency.activities.grpo.UpdatePolicyRequest;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.models.ImportBaseModelRequest;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Checkpoint;
import org.residency.artifacts.RolloutBatch;

/** Stands for the GPU worker: answers at once, and keeps what it was asked. */
final class FakeGpu
        implements BaseModelActivities, SftActivities, PolicyActivities, MergeActivities, EvaluationActivities {

    final List<SampleRolloutsRequest> sampled = new CopyOnWriteArrayList<>();
    final List<UpdatePolicyRequest> updated = new CopyOnWriteArrayList<>();
    final List<MergeRequest> merged = new CopyOnWriteArrayList<>();
    final List<EvaluateModelRequest> evaluated = new CopyOnWriteArrayList<>();
    /** What the models are worth; the candidate is better than all unless a test says otherwise. */
    final Map<ModelRole, Double> exactMatch = new ConcurrentHashMap<>(Map.of(
            ModelRole.CANDIDATE, 0.8, ModelRole.BASE, 0.1, ModelRole.AFTER_SFT, 0.7, ModelRole.IN_SERVICE, 0.75));

    volatile double margin = 0.01;

    private final Script script;

    FakeGpu(Script script) {
        this.script = script;
    }

    @Override
    public BaseModel importBaseModel(ImportBaseModelRequest request) {
        script.play("importBaseModel");
        return new BaseModel(ref("base"), "demo", "LlamaForCausalLM", 800_000);
    }

    @Override
    public TrainedAdapter trainAdapter(SftRequest request) {
        script.play("trainAdapter");
        return new TrainedAdapter(new Adapter(ref("sft")), ref("sft-curve"), 60, 3.2, 0.4, 100, 0, 0);
    }

    @Override
    public RolloutBatch sampleRollouts(SampleRolloutsRequest request) {
        sampled.add(request);
        script.play("sampleRollouts");
        int prompts =
                request.inPlace().map(SampleRolloutsRequest.InPlace::count).orElse(4);
        return new RolloutBatch(ref("rollouts-%d-%d".formatted(request.round(), request.part())), prompts, 2 * prompts);
    }

    @Override
    public PolicyUpdate updatePolicy(UpdatePolicyRequest request) {
        updated.add(request);
        script.play("updatePolicy");
        return new PolicyUpdate(
                adapterAfter(request.round()),
                new Checkpoint(ref("optimizer-" + request.round()), request.round() + 1),
                new RoundMetrics(0.1, 0.01, 0, 1.5, 40, 0, 0, 1e-4, 0, 0, Map.of()));
    }

    static Adapter adapterAfter(int round) {
        return new Adapter(ref("grpo-" + round));
    }

    @Override
    public MergedAdapter mergeAdapter(MergeRequest request) {
        merged.add(request);
        script.play("mergeAdapter");
        return Sample.merged(0.0001);
    }

    @Override
    public ModelEvaluation evaluateModel(EvaluateModelRequest request) {
        evaluated.add(request);
        script.play("evaluateModel");
        return Sample.evaluation(request.role(), 50, exactMatch.get(request.role()), 0.99, margin);
    }
}
