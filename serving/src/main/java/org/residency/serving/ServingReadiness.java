package org.residency.serving;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when it can answer, and when nothing was ever deployed; says which deployment answers, and what was refused. */
@Readiness
@Singleton
final class ServingReadiness implements HealthCheck {

    private final DeploymentFollower follower;
    private final ModelShelf shelf;

    ServingReadiness(DeploymentFollower follower, ModelShelf shelf) {
        this.follower = follower;
        this.shelf = shelf;
    }

    @Override
    public HealthCheckResponse call() {
        FollowedLog followed = follower.state();
        Optional<ServedModel> answering = shelf.inService();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("model")
                .withData("state", followed.state().words())
                .status(answering.isPresent() || followed.state() == FollowedLog.State.EMPTY);
        followed.number().ifPresent(number -> response.withData("newest", number));
        followed.reason().ifPresent(reason -> response.withData("reason", reason));
        answering.ifPresent(model -> {
            response.withData("model", model.sha256());
            model.deploymentNumber().ifPresent(number -> response.withData("deployment", number));
        });
        return response.build();
    }
}
