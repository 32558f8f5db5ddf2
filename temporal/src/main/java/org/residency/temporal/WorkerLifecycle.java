package org.residency.temporal;

import io.grpc.StatusRuntimeException;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts the process's workers and ends them. The server may come later than the process: starting goes on in the
 * background until it answers. The process may be told to stop while it trains: it stops taking work, lets activities hand
 * theirs over for as long as configured, and only then cuts them off.
 */
@Singleton
class WorkerLifecycle {
    private static final Logger LOG = Logger.getLogger(WorkerLifecycle.class);

    private final TemporalConfig config;
    private final List<WorkerRegistration> registrations;
    private final Drain drain;
    private final AbandonedActivities abandoned;
    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final CountDownLatch stopping = new CountDownLatch(1);

    WorkerLifecycle(
            TemporalConfig config,
            WorkflowClient client,
            PayloadGuard guard,
            Drain drain,
            AbandonedActivities abandoned,
            TracedWork traced,
            @All List<WorkerRegistration> registrations) {
        this.config = config;
        this.registrations = List.copyOf(registrations);
        this.drain = drain;
        this.abandoned = abandoned;
        this.client = client;
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(guard, abandoned, traced)
                        .build());
    }

    /** Whether every worker polls; true at once for a process that has none. */
    boolean isStarted() {
        return registrations.isEmpty() || (factory.isStarted() && !factory.isShutdown());
    }

    void start(@Observes StartupEvent event) {
        if (registrations.isEmpty()) {
            return;
        }
        Thread starter = new Thread(this::startFactory, "temporal-start");
        starter.setDaemon(true);
        starter.start();
    }

    void stop(@Observes ShutdownEvent event) {
        drain.request();
        stopping.countDown();
        if (registrations.isEmpty() || !factory.isStarted()) {
            return;
        }
        LOG.infof(
                "Draining: no new work; up to %s s for what runs",
                config.drainWait().toSeconds());
        factory.shutdown();
        factory.awaitTermination(config.drainWait().toMillis(), TimeUnit.MILLISECONDS);
        if (!factory.isTerminated()) {
            LOG.warnf(
                    "Not drained within %s s (residency.temporal.drain-wait); what still runs is cut off and tried"
                            + " again elsewhere",
                    config.drainWait().toSeconds());
            factory.shutdownNow();
        }
    }

    private void startFactory() {
        boolean saidSo = false;
        boolean registered = false;
        do {
            try {
                WorkerOptions house = houseOptions();
                if (!registered) {
                    registrations.forEach(registration -> register(registration, house));
                    registered = true;
                }
                abandoned.report(client);
                factory.start();
                LOG.infof("Working for %s", queues());
                return;
            } catch (StatusRuntimeException e) {
                if (!saidSo) {
                    LOG.warnf(
                            "Temporal does not answer yet (%s); trying again every %s ms",
                            e.getMessage(), config.startRetry().toMillis());
                    saidSo = true;
                }
            } catch (RuntimeException e) {
                LOG.error("The workers cannot start, whatever the server says; mend this and start again", e);
                return;
            }
        } while (!toldToStopWithin(config.startRetry().toMillis()));
    }

    private void register(WorkerRegistration registration, WorkerOptions house) {
        WorkerOptions.Builder own = registration.options(WorkerOptions.newBuilder(house));
        if (!registration.workflows().isEmpty()) {
            config.deployment().ifPresent(name -> own.setDeploymentOptions(versionOf(name)));
        }
        Worker worker = factory.newWorker(registration.taskQueue(), own.build());
        registration.workflows().forEach((type, options) -> worker.registerWorkflowImplementationTypes(options, type));
        worker.registerActivitiesImplementations(registration.activities().toArray());
    }

    /**
     * Runs wait for weeks: they go on with the current version, whose code has replayed the histories of those before it. The
     * queues of activities have no versions; any worker can do what any release asks of it.
     */
    private WorkerDeploymentOptions versionOf(String deployment) {
        return WorkerDeploymentOptions.newBuilder()
                .setUseVersioning(true)
                .setVersion(new WorkerDeploymentVersion(deployment, config.buildId()))
                .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                .build();
    }

    private WorkerOptions houseOptions() {
        GetSystemInfoResponse server = client.getWorkflowServiceStubs()
                .blockingStub()
                .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
        WorkerOptions.Builder house = WorkerOptions.newBuilder()
                .setDisableEagerExecution(true)
                .setAllowActivityHeartbeatDuringShutdown(true)
                .setMaxHeartbeatThrottleInterval(config.heartbeatThrottle());
        if (server.getServerVersion().isEmpty()) {
            // The in-process server alone has no version. It never gives up a worker's own ("sticky") queue, so that a
            // run whose workflow worker was killed would wait for it for ever: have it use the common queue instead.
            house.setStickyQueueScheduleToStartTimeout(Duration.ZERO);
        }
        return house.build();
    }

    private boolean toldToStopWithin(long milliseconds) {
        try {
            return stopping.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<String> queues() {
        return registrations.stream().map(WorkerRegistration::taskQueue).toList();
    }
}
