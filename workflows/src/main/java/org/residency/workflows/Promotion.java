package org.residency.workflows;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.residency.activities.FailureKind;
import org.residency.activities.RunId;
import org.residency.activities.deployment.DeploymentActivities;
import org.residency.activities.deployment.LoadCandidateRequest;
import org.residency.activities.deployment.PromoteModelRequest;
import org.residency.activities.deployment.RestoreModelRequest;
import org.residency.activities.deployment.SmokeRequest;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.Dataset;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.MergedModel;
import org.residency.artifacts.ServedSettings;
import org.residency.artifacts.Split;

/** Puts a signed model to service, or leaves everything as it was. */
final class Promotion {

    private static final int SMOKE_PROMPTS = 8;
    /**
     * Share of the gate's format rate that the smoke prompts must reach. With so few prompts a model that just passes
     * the gate would else fail by chance: at the default rate of 0.9 fewer than 5 of 8 happens once in 200 times.
     */
    private static final double SMOKE_TOLERANCE = 0.75;

    private final RunId run;
    private final MergedModel model;
    private final ArtifactRef manifest;
    private final ServedSettings settings;
    private final PauseSwitch pause;
    private final Compensations compensations = new Compensations();
    private boolean restored;

    /**
     * @param manifest head of the chain that ends in the sign-off of {@code model}
     */
    Promotion(RunId run, MergedModel model, ArtifactRef manifest, ServedSettings settings, PauseSwitch pause) {
        this.run = run;
        this.model = model;
        this.manifest = manifest;
        this.settings = settings;
        this.pause = pause;
    }

    /** What came of it: the deployment, or why the former model answers. */
    record Result(Optional<Deployment> deployment, String reason) {}

    /**
     * Loads, tests and promotes.
     *
     * @param minFormatRate the gate's, of which the smoke prompts ask a part
     */
    Result putToService(Dataset dataset, double minFormatRate) {
        try {
            pause.awaitResumed();
            compensations.add(
                    "discard the candidate",
                    () -> activities(StageOptions.COMPENSATION, "Discard the candidate")
                            .discardCandidate(model));
            activities(
                            StageOptions.DEPLOYMENT,
                            "Load the candidate " + model.ref().shortDigest())
                    .loadCandidate(new LoadCandidateRequest(run, model, manifest, settings));
            pause.awaitResumed();
            SmokeRequest smoke = smokeRequest(dataset, minFormatRate);
            activities(StageOptions.DEPLOYMENT, "Ask the candidate %d smoke prompts".formatted(smoke.prompts()))
                    .runSmokePrompts(smoke);
            pause.awaitResumed();
            Deployment deployment = promote();
            return new Result(
                    Optional.of(deployment), "deployment " + deployment.number() + " answers with the signed model");
        } catch (TemporalFailure failure) {
            compensations.run();
            if (isSmokeFailure(failure) || restored) {
                return new Result(Optional.empty(), messageOf(failure));
            }
            throw failure;
        }
    }

    private SmokeRequest smokeRequest(Dataset dataset, double minFormatRate) {
        Split split = dataset.caseCount(Split.VALIDATION) > 0 ? Split.VALIDATION : Split.TRAIN;
        int prompts = Math.min(SMOKE_PROMPTS, dataset.caseCount(split));
        return new SmokeRequest(run, model, dataset, prompts, (int) (prompts * minFormatRate * SMOKE_TOLERANCE));
    }

    /** A cancel that comes now comes too late: half a promotion is worse than one that can be rolled back. */
    private Deployment promote() {
        return Detached.get(() -> {
            compensations.add("bring back the former model", this::restore);
            Deployment deployment = activities(StageOptions.DEPLOYMENT, "Put the model to service")
                    .promoteModel(new PromoteModelRequest(run, model, manifest, settings));
            verify(deployment);
            return deployment;
        });
    }

    private void verify(Deployment deployment) {
        Optional<Deployment> found = currentDeployment();
        // A later deployment than ours is somebody's roll-back or another run's: no fault of this one.
        boolean later =
                found.filter(current -> current.number() > deployment.number()).isPresent();
        if (!later && !found.equals(Optional.of(deployment))) {
            throw FailureKind.INTERNAL.failure("deployment log: found "
                    + found.map(current -> "deployment " + current.number()).orElse("nothing")
                    + " in service after promotion, expected deployment " + deployment.number() + " of run " + run);
        }
    }

    private void restore() {
        Optional<Deployment> ours =
                currentDeployment().filter(current -> current.run().equals(run.value()));
        if (ours.isPresent() && ours.get().replaced().isPresent()) {
            activities(StageOptions.COMPENSATION, "Bring back the former model")
                    .restoreModel(new RestoreModelRequest(run.value(), ours.get()));
            restored = true;
        }
    }

    private static Optional<Deployment> currentDeployment() {
        return activities(StageOptions.DEPLOYMENT, "Look what is in service").currentDeployment();
    }

    private static boolean isSmokeFailure(TemporalFailure failure) {
        return failure instanceof ActivityFailure
                && failure.getCause() instanceof ApplicationFailure cause
                && cause.getType().equals(FailureKind.SMOKE_TEST_FAILED.name());
    }

    private static String messageOf(TemporalFailure failure) {
        Throwable told = failure instanceof ActivityFailure ? failure.getCause() : failure;
        return told instanceof ApplicationFailure application ? application.getOriginalMessage() : told.getMessage();
    }

    private static DeploymentActivities activities(StageOptions options, String summary) {
        return Workflow.newActivityStub(DeploymentActivities.class, options.summarized(summary));
    }
}
