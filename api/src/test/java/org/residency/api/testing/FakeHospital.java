package org.residency.api.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.residency.activities.Progress;
import org.residency.activities.Stage;
import org.residency.activities.TaskQueues;
import org.residency.artifacts.Sha256;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.encryption.PayloadEncryption;
import org.residency.encryption.PayloadKeyFile;
import org.residency.identity.KeyRing;
import org.residency.identity.PeopleRegister;
import org.residency.identity.Person;
import org.residency.identity.Role;

/** A Temporal server in this process, a worker with fakes, a store and a register of people in a folder of their own. */
public final class FakeHospital implements QuarkusTestResourceLifecycleManager {
    private TestServer.PortBoundTestServer server;
    private WorkflowServiceStubs stubs;
    private WorkerFactory workers;
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            loadRecords();
            folder = Files.createTempDirectory("residency-api");
            int port = freePort();
            server = TestServer.createPortBoundServer(port);
            stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + port)
                    .build());
            PayloadKeyFile keys = new PayloadKeyFile(folder.resolve("payload-keys.json"));
            keys.create();
            workers = WorkerFactory.newInstance(WorkflowClient.newInstance(
                    stubs,
                    WorkflowClientOptions.newBuilder()
                            .setDataConverter(
                                    new PayloadEncryption(keys).around(DefaultDataConverter.STANDARD_INSTANCE))
                            .build()));
            Worker worker = workers.newWorker(
                    TaskQueues.WORKFLOWS,
                    WorkerOptions.newBuilder()
                            .setMaxHeartbeatThrottleInterval(Duration.ofMillis(300))
                            .build());
            worker.registerWorkflowImplementationTypes(FakeRetrainingWorkflow.class, FakeRollbackWorkflow.class);
            worker.registerActivitiesImplementations((DynamicActivity) arguments -> train());
            workers.start();
            PeopleRegister people = new PeopleRegister(folder.resolve("people"));
            people.register(person("ada", Role.REQUESTER));
            people.register(person("grace", Role.CLINICIAN));
            people.register(new KeyRing(folder.resolve("keys")).create("otto", Set.of(Role.OPERATOR)));
            return Map.of(
                    "quarkus.http.test-port",
                    "0",
                    "TEMPORAL_ADDRESS",
                    "127.0.0.1:" + port,
                    "residency.store",
                    folder.resolve("store").toUri().toString(),
                    "residency.people",
                    folder.resolve("people").toString(),
                    "residency.api.watch-every",
                    "200ms",
                    "residency.temporal.payload-keys",
                    keys.path().toString(),
                    "residency.codec.access",
                    "operators",
                    "residency.codec.origins",
                    "http://ui.example:8233");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        workers.shutdownNow();
        stubs.shutdownNow();
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A workflow's thread is interrupted when its workflow leaves the cache. If that meets it while it loads a class from
     * a jar, Quarkus's test class loader can lose the jar, and takes the class from elsewhere: load them all before.
     */
    private static void loadRecords() {
        SampleRun run = new SampleRun(new InMemoryArtifactStore(), SampleRun.request(SampleRun.lowPolicy()));
        if (run.deployed().equals(run.closed())) {
            throw new IllegalStateException("a deployed run is not a closed one");
        }
    }

    private static String train() {
        for (int step = 0; step < 40; step++) {
            Activity.getExecutionContext().heartbeat(new Progress(Stage.INGEST, "rows", 7, 60, Map.of("kept", 6.0)));
            try {
                Thread.sleep(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
        return "trained";
    }

    private static Person person(String name, Role role) {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            return new Person(name, Set.of(role), Base64.getEncoder().encodeToString(key), Sha256.of(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
