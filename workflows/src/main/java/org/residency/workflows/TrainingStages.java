package org.residency.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.residency.activities.Stage;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.merge.MergeRequest;
import org.residency.activities.merge.MergedAdapter;
import org.residency.activities.sft.SftActivities;
import org.residency.activities.sft.SftRequest;
import org.residency.activities.sft.SftSettings;
import org.residency.activities.sft.TrainedAdapter;
import org.residency.artifacts.Adapter;
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
        TrainedAdapter trained =
                run.pause().onDevice(() -> activities.trainAdapter(new SftRequest(run.id(), baseModel, dataset, sft)));
        run.journal().trained(trained);
        run.provenance()
                .record(
                        Stage.SFT,
                        Map.of("baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        FlatSettings.of("sft", sft),
                        Map.of("adapter", trained.adapter().ref(), "curve", trained.curve()));
        return trained.adapter();
    }

    Adapter grpo(BaseModel baseModel, Adapter supervised, Dataset dataset) {
        if (run.settings().grpo().rounds() == 0) {
            return supervised;
        }
        run.enter(Stage.GRPO);
        GrpoWorkflow child = Workflow.newChildWorkflowStub(
                GrpoWorkflow.class,
                StageOptions.ofChild(
                        GrpoRequest.workflowId(run.id()),
                        "GRPO: %d rounds".formatted(run.settings().grpo().rounds())));
        GrpoResult result = run.pause()
                .await(
                        () -> Async.function(
                                child::optimize,
                                GrpoRequest.fromTheStart(
                                        run.id(),
                                        baseModel,
                                        supervised,
                                        dataset,
                                        run.settings().grpo())),
                        () -> Workflow.getWorkflowExecution(child));
        run.journal().optimized(result);
        SortedMap<String, String> asked = FlatSettings.of("grpo", run.settings().grpo());
        asked.put("grpo.finishedRounds", String.valueOf(result.rounds()));
        result.rewind().ifPresent(rewind -> asked.put("grpo.rewoundToRound", String.valueOf(rewind.backToRound())));
        run.provenance()
                .record(
                        Stage.GRPO,
                        Map.of("adapter", supervised.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        asked,
                        Map.of("adapter", result.adapter().ref()));
        return result.adapter();
    }

    MergedAdapter merge(BaseModel baseModel, Adapter adapter, Dataset dataset) {
        run.enter(Stage.MERGE);
        MergedAdapter merged = Workflow.newActivityStub(
                        MergeActivities.class,
                        StageOptions.MERGE.summarized(
                                "Merge adapter " + adapter.ref().shortDigest()))
                .mergeAdapter(new MergeRequest(run.id(), baseModel, adapter, dataset));
        run.journal().merged(merged);
        run.provenance()
                .record(
                        Stage.MERGE,
                        Map.of("adapter", adapter.ref(), "baseModel", baseModel.ref(), "dataset", dataset.ref()),
                        new TreeMap<>(),
                        Map.of("model", merged.model().ref(), "equivalence", merged.equivalence()));
        return merged;
    }
}
