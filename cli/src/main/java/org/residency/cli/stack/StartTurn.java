package org.residency.cli.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.residency.cli.exit.CommandException;

/**
 * One stack at a time chooses its ports and takes them: two that start in the same second would else find the same port free,
 * and the one that comes late would take the other's process for its own.
 */
public final class StartTurn implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private StartTurn(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for other stacks of this user that are being started. */
    public static StartTurn await() {
        return await(Path.of(
                System.getProperty("java.io.tmpdir"), "residency-" + System.getProperty("user.name") + ".lock"));
    }

    static StartTurn await(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new StartTurn(channel, channel.lock());
        } catch (IOException e) {
            throw CommandException.fault(
                    file + ": cannot be locked (" + e.getMessage() + "); expected a folder for temporary files"
                            + " that can be written to",
                    e);
        }
    }

    @Override
    public void close() {
        try (FileChannel closed = channel) {
            lock.release();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
