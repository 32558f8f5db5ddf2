package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.activities.grpo.GrpoSettings;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.BaseModel;
import org.residency.artifacts.Dataset;

/** From the dataset to a merged model. */
final class TrainingStages {

    private final RunContext run;

    TrainingStages(RunContext run) {
        this.run = run;
    }

    Adapter sft(BaseModel baseModel, Dataset dataset) {
        run.enter(Stage.SFT);
        SftSettings sft = run.settings().sft();
        SftActivities activities = Workflow.newActivityStub(
                SftActivities.class,
                StageOptions.SFT.summarized("SFT: %d steps, rank %d".formatted(sft.maxSteps(), sft.rank())));
        Done<TrainedAdapter> done = run.get(
                Work.of(
                        Stage.SFT,
                        Map.of("baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        FlatSettings.of("sft", sft),
                        TrainedAdapter.class),
                () -> {
                    run.budget().require();
                    return run.pause()
                            .onDevice(() -> activities.trainAdapter(new SftRequest(run.id(), baseModel, dataset, sft)));
                });
        TrainedAdapter trained = done.value();
        run.journal().trained(trained);
        run.provenance()
                .record(done, Map.of(), Map.of("adapter", trained.adapter().ref(), "curve", trained.curve()));
        return trained.adapter();
    }

    Adapter grpo(BaseModel baseModel, Adapter supervised, Dataset dataset) {
        if (run.settings().grpo().rounds() == 0) {
            return supervised;
        }
        run.enter(Stage.GRPO);
        Done<GrpoResult> done = run.get(
                Work.of(
                        Stage.GRPO,
                        Map.of("adapter", supervised.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        FlatSettings.of("grpo", run.settings().grpo()),
                        GrpoResult.class),
                () -> optimize(baseModel, supervised, dataset));
        GrpoResult result = done.value();
        run.journal().optimized(result);
        SortedMap<String, String> found = new TreeMap<>(Map.of("grpo.finishedRounds", String.valueOf(result.rounds())));
        result.rewind().ifPresent(rewind -> found.put("grpo.rewoundToRound", String.valueOf(rewind.backToRound())));
        Map<String, ArtifactRef> adapter = Map.of("adapter", result.adapter().ref());
        if (result.isWhole(run.settings().grpo())) {
            run.provenance().record(done, found, adapter);
        } else {
            // Kept for whoever looks, but no success for another run to take.
            found.putAll(done.work().settings());
            run.provenance().record(Stage.GRPO, done.work().inputs(), found, adapter);
            run.budget().require();
        }
        return result.adapter();
    }

    private GrpoResult optimize(BaseModel baseModel, Adapter supervised, Dataset dataset) {
        run.budget().require();
        GrpoSettings grpo = run.settings().grpo();
        GrpoWorkflow child = Workflow.newChildWorkflowStub(
                GrpoWorkflow.class,
                StageOptions.ofChild(GrpoRequest.workflowId(run.id()), "GRPO: %d rounds".formatted(grpo.rounds())));
        return run.pause()
                .await(
                        () -> Async.function(
                                child::optimize,
                                GrpoRequest.fromTheStart(
                                        run.id(),
                                        baseModel,
                                        supervised,
                                        dataset,
                                        grpo,
                                        run.settings().gpuBudget())),
                        () -> Workflow.getWorkflowExecution(child));
    }

    MergedAdapter merge(BaseModel baseModel, Adapter adapter, Dataset dataset) {
        run.enter(Stage.MERGE);
        MergeActivities activities = Workflow.newActivityStub(
                MergeActivities.class,
                StageOptions.MERGE.summarized("Merge adapter " + adapter.ref().shortDigest()));
        Done<MergedAdapter> done = run.get(
                Work.of(
                        Stage.MERGE,
                        Map.of("adapter", adapter.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        new TreeMap<>(),
                        MergedAdapter.class),
                () -> {
                    run.budget().require();
                    return activities.mergeAdapter(new MergeRequest(run.id(), baseModel, adapter, dataset));
                });
        MergedAdapter merged = done.value();
        run.journal().merged(merged);
        run.provenance()
                .record(done, Map.of(), Map.of("model", merged.model().ref(), "equivalence", merged.equivalence()));
        return merged;
    }
}
