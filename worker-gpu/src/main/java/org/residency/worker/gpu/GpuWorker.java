package org.residency.worker.gpu;

import io.quarkus.arc.Unremovable;
import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;
import java.util.List;
import org.residency.activities.TaskQueues;
import org.residency.activities.evaluation.EvaluationActivities;
import org.residency.activities.grpo.PolicyActivities;
import org.residency.activities.merge.MergeActivities;
import org.residency.activities.models.BaseModelActivities;
import org.residency.activities.sft.SftActivities;
import org.residency.temporal.WorkerRegistration;

/** Works for the GPU queue: one activity at a time, for there is one device and one model in it. */
@Singleton
@Unremovable
final class GpuWorker implements WorkerRegistration {

    private final List<Object> activities;

    GpuWorker(
            BaseModelActivities models,
            SftActivities sft,
            PolicyActivities policy,
            MergeActivities merge,
            EvaluationActivities evaluation) {
        this.activities = List.of(models, sft, policy, merge, evaluation);
    }

    @Override
    public String taskQueue() {
        return TaskQueues.GPU;
    }

    @Override
    public WorkerOptions.Builder options(WorkerOptions.Builder house) {
        return house.setMaxConcurrentActivityExecutionSize(1).setMaxConcurrentActivityTaskPollers(1);
    }

    @Override
    public List<Object> activities() {
        return activities;
    }
}
