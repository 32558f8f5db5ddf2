package org.residency.worker.cpu;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.residency.worker.cpu.Workbench.Folder;

/** Temporal's in-process server on loopback alone, and a folder for everything else the process is given. */
public final class LoopbackTemporal implements QuarkusTestResourceLifecycleManager {

    private TestServicesStarter services;
    private Server server;
    private Folder folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = new Workbench(Path.of("target", "worker-test").toAbsolutePath()).open();
            Path key = Files.write(folder.path().resolve("deidentification.key"), new byte[32]);
            services = new TestServicesStarter(true, 0);
            NettyServerBuilder builder =
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
            server = builder.build().start();
            return Map.of(
                    "TEMPORAL_ADDRESS",
                    "127.0.0.1:" + server.getPort(),
                    "residency.store",
                    folder.path().resolve("store").toUri().toString(),
                    "residency.cache",
                    folder.path().resolve("cache").toString(),
                    "residency.people",
                    folder.path().resolve("people").toString(),
                    "residency.deidentification-key",
                    key.toString(),
                    "residency.serving.url",
                    "http://127.0.0.1:1",
                    "residency.serving.token",
                    "secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        server.shutdownNow();
        services.close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
