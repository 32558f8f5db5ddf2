package org.residency.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.TaskQueues;
import org.residency.identity.Decision;
import org.residency.identity.Statement;

/**
 * The workflow changes while a run waits for its clinician, on the real server: one release began it, the next one takes the
 * sign-off, and does what is new only for runs that it begins itself.
 */
@Tag("real")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UpgradeTest {

    private static final String DEPLOYMENT = "residency";
    private static final RunId BEGUN_BEFORE = new RunId("run-begun-before");
    private static final RunId BEGUN_AFTER = new RunId("run-begun-after");

    private final Script script = new Script();
    private final FakeCpu cpu = new FakeCpu(script);

    @Test
    void aRunThatWaitsIsSignedOnTheNextRelease(@TempDir Path folder) throws Exception {
        assumeTrue(RealServer.program().isPresent(), RealServer.MISSING);
        try (RealServer server = new RealServer(folder)) {
            WorkerFactory activities = activities(server);
            WorkerFactory former = release(server, "1", RetrainingWorkflowImpl.class);
            WorkerFactory next = null;
            try {
                makeCurrent(server, "1");
                start(server, BEGUN_BEFORE);
                awaitSignOffDesk(server, BEGUN_BEFORE);
                assertThat(versionOf(server, BEGUN_BEFORE)).isEqualTo("1");

                next = release(server, "2", NextRelease.class);
                makeCurrent(server, "2");
                former.shutdown();
                former.awaitTermination(1, TimeUnit.MINUTES);
                sign(server, BEGUN_BEFORE);

                assertThat(outcome(server, BEGUN_BEFORE).conclusion()).isEqualTo(RunOutcome.Conclusion.DEPLOYED);
                assertThat(versionOf(server, BEGUN_BEFORE)).isEqualTo("2");
                assertThat(cpu.looks)
                        .as("what is new, for a run of the release before")
                        .hasValue(0);

                start(server, BEGUN_AFTER);
                awaitSignOffDesk(server, BEGUN_AFTER);
                assertThat(cpu.looks)
                        .as("what is new, for a run of this release")
                        .hasValue(1);
            } finally {
                activities.shutdownNow();
                former.shutdownNow();
                if (next != null) {
                    next.shutdownNow();
                }
            }
        }
    }

    private WorkerFactory activities(RealServer server) {
        WorkerFactory factory = WorkerFactory.newInstance(server.client());
        FakeWorkers.registerActivities(factory, cpu, new FakeGpu(script));
        factory.start();
        return factory;
    }

    /** A worker of the workflows, as {@code worker-cpu} is one where {@code RESIDENCY_TEMPORAL_DEPLOYMENT} is set. */
    private WorkerFactory release(RealServer server, String build, Class<?> retraining) {
        WorkerFactory factory = WorkerFactory.newInstance(server.client());
        Worker worker = factory.newWorker(
                TaskQueues.WORKFLOWS,
                WorkerOptions.newBuilder(FakeWorkers.PATIENT)
                        .setDeploymentOptions(WorkerDeploymentOptions.newBuilder()
                                .setUseVersioning(true)
                                .setVersion(new WorkerDeploymentVersion(DEPLOYMENT, build))
                                .setDefaultVersioningBehavior(VersioningBehavior.AUTO_UPGRADE)
                                .build())
                        .build());
        WorkflowRegistration.implementations().stream()
                .map(type -> type.equals(RetrainingWorkflowImpl.class) ? retraining : type)
                .forEach(type -> worker.registerWorkflowImplementationTypes(WorkflowRegistration.options(), type));
        worker.registerActivitiesImplementations(cpu);
        factory.start();
        return factory;
    }

    /** The server knows a version a moment after its worker first polled. */
    private static void makeCurrent(RealServer server, String build) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                server.stubs()
                        .blockingStub()
                        .setWorkerDeploymentCurrentVersion(SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                                .setNamespace("default")
                                .setDeploymentName(DEPLOYMENT)
                                .setBuildId(build)
                                .setIdentity("operator")
                                .build());
                return;
            } catch (StatusRuntimeException e) {
                if (attempt == 120) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    private static void start(RealServer server, RunId run) {
        RetrainingRequest request = Sample.request(Sample.settings(Sample.grpo(0, 1), Sample.signOff(1)))
                .as(run);
        RetrainingWorkflow stub = server.client()
                .newWorkflowStub(
                        RetrainingWorkflow.class,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(run.value())
                                .setTaskQueue(TaskQueues.WORKFLOWS)
                                .build());
        WorkflowClient.start(stub::retrain, request);
    }

    private static void awaitSignOffDesk(RealServer server, RunId run) throws InterruptedException {
        RetrainingWorkflow stub = server.client().newWorkflowStub(RetrainingWorkflow.class, run.value());
        for (int look = 0; !stub.status().waiting().equals(Optional.of("sign-off")); look++) {
            assertThat(look).as("looks at " + stub.status()).isLessThan(600);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static void sign(RealServer server, RunId run) {
        server.client()
                .newWorkflowStub(RetrainingWorkflow.class, run.value())
                .signOff(Sample.signed(
                        new Statement(
                                run.value(),
                                Sample.REPORT.sha256(),
                                Sample.MERGED.ref().sha256(),
                                Decision.APPROVED,
                                "dr-ada",
                                Instant.EPOCH),
                        FakeCpu.fingerprint("dr-ada")));
    }

    private static RunOutcome outcome(RealServer server, RunId run) {
        return server.client().newUntypedWorkflowStub(run.value()).getResult(RunOutcome.class);
    }

    private static String versionOf(RealServer server, RunId run) {
        return server.stubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(WorkflowExecution.newBuilder().setWorkflowId(run.value()))
                        .build())
                .getWorkflowExecutionInfo()
                .getVersioningInfo()
                .getDeploymentVersion()
                .getBuildId();
    }
}
