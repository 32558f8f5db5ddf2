package org.residency.activities.deployment;

import io.temporal.activity.ActivityInterface;
import java.util.Optional;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.MergedModel;

/**
 * Puts models to service. CPU queue. The deployments are a log in the store, {@code deployments/000001.json} and on; the
 * highest number is in service. Serving processes follow the log.
 */
@ActivityInterface
public interface DeploymentActivities {

    /** What is in service; empty if nothing ever was. */
    Optional<Deployment> currentDeployment();

    /** Has the serving process load the candidate beside the model in service, verifying its chain of manifests. */
    void loadCandidate(LoadCandidateRequest request);

    /**
     * Asks the candidate the smoke prompts.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code SMOKE_TEST_FAILED} if an answer is not well formed
     */
    SmokeResult runSmokePrompts(SmokeRequest request);

    /** Appends to the log and has the serving process answer with it. Idempotent a run: one entry each. */
    Deployment promoteModel(PromoteModelRequest request);

    /** Has the serving process forget the candidate: the compensation of {@link #loadCandidate}. */
    void discardCandidate(MergedModel candidate);

    /** Appends to the log the model that {@code request} names as replaced, and has the serving process answer with it. */
    Deployment restoreModel(RestoreModelRequest request);
}
