package org.residency.cli.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.residency.cli.exit.CommandException;

/** Ports on the loopback address, each given once: the one asked for, the usual one, or any that is free. */
public final class Ports {

    /** All servers of the stack listen here and nowhere else. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int CONNECT_MILLIS = 2_000;

    private final Set<Integer> given = new HashSet<>();

    /**
     * The port asked for, or else the usual one if it is free, or else any.
     *
     * @param flag names the setting in the message
     * @throws CommandException if the port asked for is taken
     */
    public int choose(String flag, Optional<Integer> asked, int usual) {
        if (asked.isPresent()) {
            int port = asked.get();
            if (port < 1 || port > 65_535) {
                throw CommandException.badInput(flag + ": found " + port + ", expected a port from 1 to 65535");
            }
            if (given.contains(port) || !isFree(port)) {
                throw CommandException.badInput(flag + ": port " + port + " on " + LOOPBACK
                        + " is in use by another program. Stop that program, give " + flag
                        + " another port, or leave it out: a free one is then chosen");
            }
            given.add(port);
            return port;
        }
        int port = !given.contains(usual) && isFree(usual) ? usual : anyFree();
        given.add(port);
        return port;
    }

    private int anyFree() {
        while (true) {
            int port = bind(0);
            if (port > 0 && !given.contains(port)) {
                return port;
            }
        }
    }

    static boolean isFree(int port) {
        return bind(port) == port;
    }

    /** Whether something listens there. */
    public static boolean answers(String host, int port) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (answers(address, port)) {
                    return true;
                }
            }
        } catch (UnknownHostException e) {
            return false;
        }
        return false;
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@link #LOOPBACK} and a port. */
    static InetSocketAddress loopback(int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    /** Takes the port for a moment; 0 takes any. */
    private static int bind(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(loopback(port), 1);
            return socket.getLocalPort();
        } catch (IOException e) {
            return -1;
        }
    }
}
