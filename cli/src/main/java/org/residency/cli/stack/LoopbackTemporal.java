package org.residency.cli.stack;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The server of Temporal's test kit, bound to the loopback address alone. The kit's own way to start it,
 * {@code TestServer}, listens on every interface with neither TLS nor authentication; this uses what is below it, which is
 * not API, so the SDK's version is pinned.
 */
final class LoopbackTemporal implements AutoCloseable {

    private final TestServicesStarter services;
    private final Server server;

    private LoopbackTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    static LoopbackTemporal start(int port) throws IOException {
        // Time skipping stays locked: a run's timers take the time they say.
        TestServicesStarter services = new TestServicesStarter(true, 0);
        ServerBuilder<?> builder = NettyServerBuilder.forAddress(Ports.loopback(port));
        GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
        try {
            return new LoopbackTemporal(services, builder.build().start());
        } catch (IOException e) {
            services.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.close();
    }
}
