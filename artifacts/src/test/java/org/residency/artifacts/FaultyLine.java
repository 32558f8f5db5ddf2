package org.residency.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A line to an S3 server whose next connections go wrong, as many as are asked for. */
final class FaultyLine implements AutoCloseable {

    private static final byte[] SLOW_DOWN = """
            HTTP/1.1 503 Slow Down
            Connection: close
            Content-Length: 0

            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger toBreak = new AtomicInteger();
    private final AtomicInteger toSlowDown = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final AtomicLong bytesBack = new AtomicLong();
    private volatile int afterBytes;

    FaultyLine(URI server) throws IOException {
        target = server.getPort();
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Has the next connections break off after so many bytes from the client or to it. */
    void breakOff(int connections, int bytes) {
        afterBytes = bytes;
        toBreak.set(connections);
    }

    /** Has the next requests answered with 503. */
    void slowDown(int requests) {
        toSlowDown.set(requests);
    }

    /** How many bytes came from the server. */
    long bytesBack() {
        return bytesBack.get();
    }

    /** How many connections went wrong. */
    int faults() {
        return faults.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                daemon(() -> serve(near));
            } catch (IOException e) {
                // The line is being taken away.
            }
        }
    }

    private void serve(Socket near) {
        try (near) {
            if (toSlowDown.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                faults.incrementAndGet();
                near.getInputStream().read(new byte[8192]);
                near.getOutputStream().write(SLOW_DOWN);
                return;
            }
            boolean breaks = toBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            int most = breaks ? afterBytes : Integer.MAX_VALUE;
            if (breaks) {
                faults.incrementAndGet();
            }
            try (Socket far = new Socket(InetAddress.getLoopbackAddress(), target)) {
                Thread back = daemon(() -> pump(far, near, most, bytesBack));
                pump(near, far, most, new AtomicLong());
                back.join();
            }
        } catch (IOException e) {
            // Either end may hang up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to, int most, AtomicLong counted) {
        byte[] chunk = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            long passed = 0;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                passed += count;
                if (passed > most) {
                    break;
                }
                out.write(chunk, 0, count);
                out.flush();
                counted.addAndGet(count);
            }
        } catch (IOException e) {
            // Either end may hang up.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty line");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
