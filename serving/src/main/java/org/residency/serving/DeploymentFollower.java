package org.residency.serving;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.residency.artifacts.Deployment;
import org.residency.artifacts.DeploymentLog;

/**
 * Puts to service what the deployment log says: at the start, every few seconds, and when asked. A deployment that does
 * not verify is refused and the former model goes on; it is not tried again until the log goes on or somebody asks.
 */
@Singleton
public final class DeploymentFollower {

    private static final Logger LOG = Logger.getLogger(DeploymentFollower.class);

    private final DeploymentLog log;
    private final ModelLoader loader;
    private final ModelShelf shelf;
    private final ServingMetrics metrics;
    private final ServingConfig config;
    private final ScheduledExecutorService poll;

    private Optional<Future<?>> polling = Optional.empty();
    private volatile FollowedLog state = FollowedLog.unread();

    DeploymentFollower(
            DeploymentLog log, ModelLoader loader, ModelShelf shelf, ServingMetrics metrics, ServingConfig config) {
        this.log = log;
        this.loader = loader;
        this.shelf = shelf;
        this.metrics = metrics;
        this.config = config;
        this.poll = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "deployments");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How far the log has been followed. */
    public FollowedLog state() {
        return state;
    }

    /**
     * Looks at the log now.
     *
     * @return the deployment in service; empty if nothing ever was
     * @throws ModelRefusedException if the newest deployment does not verify; the former model goes on
     * @throws org.residency.artifacts.ArtifactStoreException if the store does not answer
     */
    public Optional<Deployment> refresh() {
        return follow(true);
    }

    void start(@Observes StartupEvent event) {
        polling = Optional.of(poll.scheduleWithFixedDelay(
                this::look, 0, config.serving().poll().toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop(@Observes ShutdownEvent event) {
        polling.ifPresent(task -> task.cancel(true));
        poll.shutdownNow();
    }

    private void look() {
        try {
            follow(false);
        } catch (ModelRefusedException e) {
            // Told by follow, once.
        } catch (RuntimeException e) {
            // A poll that throws is never run again, and the log would no longer be followed.
            LOG.warnf("The deployment log cannot be followed: %s", e.getMessage());
            state = state.unreachable(String.valueOf(e.getMessage()));
        }
    }

    private synchronized Optional<Deployment> follow(boolean evenIfRefused) {
        Optional<Deployment> newest = log.current();
        if (newest.isEmpty()) {
            state = FollowedLog.empty();
            return newest;
        }
        int number = newest.get().number();
        if (shelf.deployment().map(Deployment::number).equals(Optional.of(number))) {
            state = FollowedLog.serving(number);
            return newest;
        }
        if (state.hasRefused(number) && !evenIfRefused) {
            return shelf.deployment();
        }
        putInService(newest.get());
        return newest;
    }

    private void putInService(Deployment deployment) {
        state = FollowedLog.loading(deployment.number());
        try {
            loader.putInService(deployment);
            state = FollowedLog.serving(deployment.number());
            metrics.deployed(deployment.number());
            LOG.infof(
                    "Deployment %d of %s in service: model %s",
                    deployment.number(),
                    deployment.run(),
                    deployment.model().ref().shortDigest());
        } catch (ModelRefusedException e) {
            LOG.errorf("Deployment %d refused: %s", deployment.number(), e.getMessage());
            state = FollowedLog.refused(deployment.number(), e.getMessage());
            metrics.refused();
            throw e;
        }
    }
}
