package org.residency.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LoopbackTemporalTest {

    @Test
    void answersOnTheLoopbackAddress() throws IOException, InterruptedException {
        try (LoopbackTemporal temporal = LoopbackTemporal.start(0)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(temporal.address())
                    .usePlaintext()
                    .build();
            assertThat(WorkflowServiceGrpc.newBlockingStub(channel)
                            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                            .hasCapabilities())
                    .isTrue();
            assertThat(channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void listensOnNoOtherAddress() throws IOException {
        List<InetAddress> others = otherAddresses();
        Assumptions.assumeFalse(others.isEmpty(), "this machine has no address but the loopback's");
        try (LoopbackTemporal temporal = LoopbackTemporal.start(0)) {
            assertThat(temporal.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(others)
                    .noneMatch(address -> connects(address, temporal.address().getPort()));
        }
    }

    @Test
    void bindsToTheLoopbackAddressAlone() throws IOException {
        try (LoopbackTemporal temporal = LoopbackTemporal.start(0)) {
            assertThat(temporal.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        }
    }

    private static List<InetAddress> otherAddresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }

    private static boolean connects(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
