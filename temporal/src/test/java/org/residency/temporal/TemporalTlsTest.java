package org.residency.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS, and an API key over TLS, as they are set: by the names of Temporal's own client configuration, against servers that ask for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporalTlsTest {

    private static final String PASSWORD = "changeit";
    private static final String API_KEY = "a-key-of-this-test";

    private Path folder;
    private TestServicesStarter services;
    private Server server;
    private Server keyed;

    @BeforeAll
    void startServersThatAskWhoComes(@TempDir Path keys) throws Exception {
        folder = keys;
        authority("hospital");
        authority("stranger");
        certificate("server", "hospital", "san=ip:127.0.0.1");
        certificate("worker", "hospital", "eku=clientAuth");
        certificate("intruder", "stranger", "eku=clientAuth");
        services = new TestServicesStarter(true, 0);
        server = start(ClientAuth.REQUIRE, Optional.empty());
        keyed = start(ClientAuth.NONE, Optional.of(new ApiKeyGate()));
    }

    private Server start(ClientAuth clients, Optional<ServerInterceptor> gate) throws IOException {
        SslContext tls = GrpcSslContexts.forServer(file("server.crt"), file("server.key"))
                .trustManager(file("hospital.crt"))
                .clientAuth(clients)
                .build();
        ServerBuilder<?> builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(tls);
        gate.ifPresent(builder::intercept);
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        return builder.build().start();
    }

    /** Lets in who brings the key, as a server in front of which somebody gives out keys does. */
    private static final class ApiKeyGate implements ServerInterceptor {
        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            if (("Bearer " + API_KEY).equals(headers.get(AUTHORIZATION))) {
                return next.startCall(call, headers);
            }
            call.close(Status.UNAUTHENTICATED.withDescription("no such key"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    @AfterAll
    void stop() {
        keyed.shutdownNow();
        server.shutdownNow();
        services.close();
    }

    @Test
    void letsAProcessInThatHasTheApiKey() {
        assertThat(answers(
                        keyed,
                        Map.of("TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("hospital.crt"), "TEMPORAL_API_KEY", API_KEY)))
                .isTrue();
    }

    @Test
    void keepsAProcessOutThatHasNoApiKeyOrAnother() {
        Map<String, String> none = Map.of("TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("hospital.crt"));
        Map<String, String> another = new HashMap<>(none);
        another.put("TEMPORAL_API_KEY", "another");

        assertThatThrownBy(() -> answers(keyed, none)).hasMessageContaining("UNAUTHENTICATED");
        assertThatThrownBy(() -> answers(keyed, another)).hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    void letsAProcessInThatHasACertificate() {
        assertThat(answers(Map.of(
                        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("hospital.crt"),
                        "TEMPORAL_TLS_CLIENT_CERT_PATH", path("worker.crt"),
                        "TEMPORAL_TLS_CLIENT_KEY_PATH", path("worker.key"))))
                .isTrue();
    }

    @Test
    void keepsAProcessOutThatHasNoneOrAnothers() {
        assertThatThrownBy(() -> answers(Map.of("TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("hospital.crt"))))
                .isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> answers(Map.of(
                        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("hospital.crt"),
                        "TEMPORAL_TLS_CLIENT_CERT_PATH", path("intruder.crt"),
                        "TEMPORAL_TLS_CLIENT_KEY_PATH", path("intruder.key"))))
                .isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void doesNotTalkToAServerThatItsAuthorityDoesNotKnow() {
        assertThatThrownBy(() -> answers(Map.of(
                        "TEMPORAL_TLS_SERVER_CA_CERT_PATH", path("stranger.crt"),
                        "TEMPORAL_TLS_CLIENT_CERT_PATH", path("worker.crt"),
                        "TEMPORAL_TLS_CLIENT_KEY_PATH", path("worker.key"))))
                .isInstanceOf(StatusRuntimeException.class);
    }

    private boolean answers(Map<String, String> tls) {
        return answers(server, tls);
    }

    private static boolean answers(Server to, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("TEMPORAL_ADDRESS", "127.0.0.1:" + to.getPort());
        environment.put("TEMPORAL_TLS", "true");
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                TemporalConnection.profile(environment).toWorkflowServiceStubsOptions());
        try {
            return stubs.blockingStub()
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                    .isInitialized();
        } finally {
            stubs.shutdownNow();
        }
    }

    private void authority(String name) throws Exception {
        keytool("-genkeypair", "-alias", name, "-keyalg", "RSA", "-dname", "CN=" + name, "-ext", "bc:c");
        Files.writeString(folder.resolve(name + ".crt"), keytool("-exportcert", "-alias", name, "-rfc"));
    }

    private void certificate(String name, String authority, String extension) throws Exception {
        keytool("-genkeypair", "-alias", name, "-keyalg", "RSA", "-dname", "CN=" + name);
        Path request = folder.resolve(name + ".csr");
        keytool("-certreq", "-alias", name, "-file", request.toString());
        Files.writeString(
                folder.resolve(name + ".crt"),
                keytool("-gencert", "-alias", authority, "-infile", request.toString(), "-rfc", "-ext", extension));
        Files.writeString(folder.resolve(name + ".key"), pem(name));
    }

    private String pem(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(file("keys.p12"), PASSWORD.toCharArray());
        byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private String keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", path("keys.p12"), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("keytool.log").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private java.io.File file(String name) {
        return folder.resolve(name).toFile();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
