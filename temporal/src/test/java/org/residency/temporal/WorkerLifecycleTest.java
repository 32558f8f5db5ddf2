package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkflowImplementationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerLifecycleTest {
    @TempDir
    private Path claims;

    private final Drain drain = new Drain();
    private final CountDownLatch working = new CountDownLatch(1);
    private int port;
    private WorkflowServiceStubs stubs;
    private WorkflowClient client;
    private WorkerLifecycle lifecycle;
    private TestServer.PortBoundTestServer server;
    private boolean stopped;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget("127.0.0.1:" + port)
                .build());
        client = WorkflowClient.newInstance(stubs);
    }

    @AfterEach
    void disconnect() throws IOException {
        if (!stopped) {
            lifecycle.stop(new ShutdownEvent());
        }
        stubs.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void startsOnceTheServerAnswers() throws Exception {
        lifecycle = lifecycle(new Repeating());
        TemporalReadiness readiness = new TemporalReadiness(new Config(claims), stubs, lifecycle);
        lifecycle.start(new StartupEvent());
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);

        server = TestServer.createPortBoundServer(port);

        await(() -> readiness.call().getStatus() == Status.UP);
        assertThat(workflow().echo(3)).isEqualTo("xxx");
    }

    @Test
    void failsAResultThatIsTooLargeForTheHistory() {
        server = TestServer.createPortBoundServer(port);
        lifecycle = lifecycle(new Repeating());
        lifecycle.start(new StartupEvent());

        assertThat(workflow().echo(PayloadGuard.MAX_RESULT_BYTES - 100)).hasSize(PayloadGuard.MAX_RESULT_BYTES - 100);
        assertFailsWith(() -> workflow().echo(PayloadGuard.MAX_RESULT_BYTES), "The result of Repeat has");
    }

    @Test
    void failsAHeartbeatThatIsTooLarge() {
        server = TestServer.createPortBoundServer(port);
        lifecycle = lifecycle(bytes -> {
            Activity.getExecutionContext().heartbeat("x".repeat(bytes));
            return "beaten";
        });
        lifecycle.start(new StartupEvent());

        assertThat(workflow().echo(PayloadGuard.MAX_HEARTBEAT_BYTES - 100)).isEqualTo("beaten");
        assertFailsWith(() -> workflow().echo(PayloadGuard.MAX_HEARTBEAT_BYTES), "The heartbeat of Repeat has");
    }

    @Test
    void letsARunningActivityHandItsWorkOver() throws Exception {
        server = TestServer.createPortBoundServer(port);
        lifecycle = lifecycle(bytes -> {
            working.countDown();
            await(() -> {
                Activity.getExecutionContext().heartbeat(bytes);
                return drain.isRequested();
            });
            return "handed over";
        });
        lifecycle.start(new StartupEvent());
        CompletableFuture<String> result = WorkflowClient.execute(workflow()::echo, 1);
        working.await();

        lifecycle.stop(new ShutdownEvent());
        stopped = true;

        assertThat(lifecycle.isStarted()).isFalse();
        // Another worker, as after a restart, finds the activity's result and ends the workflow.
        WorkerLifecycle next = lifecycle(new Repeating());
        next.start(new StartupEvent());
        assertThat(result.get()).isEqualTo("handed over");
        next.stop(new ShutdownEvent());
    }

    @Test
    void hasAnActivityTriedAgainAtOnceWhoseProcessDied() throws Exception {
        server = TestServer.createPortBoundServer(port);
        List<String> seen = new CopyOnWriteArrayList<>();
        lifecycle = lifecycle(bytes -> {
            ActivityExecutionContext context = Activity.getExecutionContext();
            seen.add(context.getLastHeartbeatDetails(String.class).orElse("from the start"));
            if (context.getInfo().getAttempt() == 1) {
                context.heartbeat("half way");
                working.countDown();
                await(drain::isRequested);
            }
            return "done";
        });
        lifecycle.start(new StartupEvent());
        CompletableFuture<String> result = WorkflowClient.execute(workflow()::echo, 1);
        working.await();
        assertThat(held()).as("claims while it works").hasSize(1);

        // As it lies there once the operating system has let go of the lock.
        Path left = claims.resolve("left");
        new AbandonedActivities(new Config(left)).report(client);
        Path machine =
                Files.createDirectories(left.resolve(held().get(0).getParent().getFileName()));
        byte[] token = Files.readAllBytes(held().get(0));
        Files.write(machine.resolve("left.claim"), token);
        new AbandonedActivities(new Config(left)).report(client);

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(seen).containsExactly("from the start", "half way");
        drain.request();
        await(() -> held().isEmpty());
        assertThat(machine).isEmptyDirectory();
        Files.write(machine.resolve("late.claim"), token);
        new AbandonedActivities(new Config(left)).report(client);
        assertThat(machine).isEmptyDirectory();
    }

    private List<Path> held() {
        try (Stream<Path> files = Files.walk(claims)) {
            return files.filter(file -> file.toString().endsWith(".claim") && !file.startsWith(claims.resolve("left")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertFailsWith(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(WorkflowFailedException.class)
                .cause()
                .isInstanceOf(ActivityFailure.class)
                .cause()
                .isInstanceOf(ApplicationFailure.class)
                .hasMessageContaining(message)
                .extracting(failure -> ((ApplicationFailure) failure).getType())
                .isEqualTo("INTERNAL");
    }

    private Echo.EchoWorkflow workflow() {
        return client.newWorkflowStub(
                Echo.EchoWorkflow.class,
                WorkflowOptions.newBuilder().setTaskQueue(Echo.QUEUE).build());
    }

    private WorkerLifecycle lifecycle(Echo.EchoActivities activities) {
        WorkerRegistration registration = new WorkerRegistration() {
            @Override
            public String taskQueue() {
                return Echo.QUEUE;
            }

            @Override
            public Map<Class<?>, WorkflowImplementationOptions> workflows() {
                return Map.of(EchoWorkflowImpl.class, WorkflowImplementationOptions.getDefaultInstance());
            }

            @Override
            public List<Object> activities() {
                return List.of(activities);
            }
        };
        return new WorkerLifecycle(
                new Config(claims),
                client,
                new PayloadGuard(DefaultDataConverter.STANDARD_INSTANCE),
                drain,
                new AbandonedActivities(new Config(claims)),
                new TracedWork(new Tracing(OpenTelemetry.noop(), new ExecutionSpanIds(), true, "test")),
                List.of(registration));
    }

    private static void await(Condition condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        try {
            while (!condition.holds()) {
                assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static class Repeating implements Echo.EchoActivities {
        @Override
        public String repeat(int bytes) {
            return "x".repeat(bytes);
        }
    }

    private record Config(Path folder) implements TemporalConfig {
        @Override
        public Duration drainWait() {
            return Duration.ofSeconds(15);
        }

        @Override
        public Duration heartbeatThrottle() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration startRetry() {
            return Duration.ofMillis(200);
        }

        @Override
        public Optional<String> payloadKeys() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> claims() {
            return Optional.of(folder);
        }

        @Override
        public Optional<String> deployment() {
            return Optional.empty();
        }

        @Override
        public String buildId() {
            return "test";
        }

        @Override
        public Duration healthTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
