package org.residency.worker.cpu;

import io.temporal.worker.WorkerOptions;
import jakarta.inject.Singleton;
import java.util.List;
import org.residency.activities.TaskQueues;
import org.residency.activities.deidentification.DeidentificationActivities;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.evaluation.ComparisonActivities;
import org.residency.activities.grpo.RewardActivities;
import org.residency.activities.housekeeping.HousekeepingActivities;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.provenance.ProvenanceActivities;
import org.residency.activities.schedule.ScheduleActivities;
import org.residency.activities.signoff.SignOffActivities;
import org.residency.temporal.WorkerRegistration;

/** Runs the activities that need no GPU. */
@Singleton
class CpuWorker implements WorkerRegistration {

    private final CpuWorkerConfig config;
    private final List<Object> activities;

    CpuWorker(
            CpuWorkerConfig config,
            IngestActivities ingest,
            DeidentificationActivities deidentification,
            RewardActivities rewards,
            ComparisonActivities comparison,
            SignOffActivities signOff,
            DeploymentActivities deployment,
            ProvenanceActivities provenance,
            ScheduleActivities schedule,
            HousekeepingActivities housekeeping) {
        this.config = config;
        this.activities = List.of(
                ingest, deidentification, rewards, comparison, signOff, deployment, provenance, schedule, housekeeping);
    }

    @Override
    public String taskQueue() {
        return TaskQueues.CPU;
    }

    @Override
    public WorkerOptions.Builder options(WorkerOptions.Builder house) {
        return house.setMaxConcurrentActivityExecutionSize(config.cpu().activities());
    }

    @Override
    public List<Object> activities() {
        return activities;
    }
}
