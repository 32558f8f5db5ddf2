package org.residency.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line over which processes reach a server on this machine; it can be cut, and made slow. */
final class NetworkLine implements AutoCloseable {

    private static final int CHUNK_BYTES = 16 * 1024;

    private final int target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile int millisAChunk;

    NetworkLine(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept, "line to " + target);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection and lets no new one through. */
    void cut() {
        cut = true;
        open.forEach(NetworkLine::end);
    }

    /** Has each 16 KiB take so long; 0 for full speed. */
    void slow(int millis) {
        millisAChunk = millis;
    }

    void mend() {
        cut = false;
        millisAChunk = 0;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                if (cut) {
                    end(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // The server at the far end is down, or the line is being taken away.
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(near);
            open.add(far);
            daemon(() -> pump(near, far), "there");
            daemon(() -> pump(far, near), "back");
        } catch (IOException e) {
            end(near);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (millisAChunk > 0) {
                    Thread.sleep(millisAChunk);
                }
                out.write(chunk, 0, count);
                out.flush();
            }
        } catch (IOException e) {
            // Either end may hang up at any time.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
