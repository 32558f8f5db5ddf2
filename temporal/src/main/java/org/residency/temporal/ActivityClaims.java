package org.residency.temporal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder in which the workers of one machine keep the task token of each activity that they run, in a file that is locked
 * for as long. The operating system lets go of the lock when the process dies, however it dies: a file that nobody holds is
 * therefore an activity that its worker did not end.
 *
 * <p>A token says which attempt of which activity is meant, and nothing of a run's contents. All of a file's bytes go through
 * the one channel that holds its lock: closing another on the same file would let go of the lock too.
 */
final class ActivityClaims {
    private static final String SUFFIX = ".claim";
    private static final String NOT_YET = ".";

    private final Path folder;

    ActivityClaims(Path folder) {
        this.folder = folder;
    }

    /** An activity of this process; closed when it ends. */
    static final class Claim implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        private Claim(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Claims an activity that begins now. */
    Claim claim(byte[] taskToken) throws IOException {
        Files.createDirectories(folder);
        String name = UUID.randomUUID() + SUFFIX;
        // Locked before it has its name, or another process that starts now would take it for abandoned.
        Path unnamed = folder.resolve(NOT_YET + name);
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            ByteBuffer bytes = ByteBuffer.wrap(taskToken);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new Claim(Files.move(unnamed, folder.resolve(name)), channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(unnamed);
            throw e;
        }
    }

    /**
     * The task tokens of activities whose process died; each is given once. To be called before this process claims any: it
     * cannot tell its own locks.
     */
    List<byte[]> takeAbandoned() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<byte[]> tokens = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(ActivityClaims::isClaim).toList()) {
                take(file).ifPresent(tokens::add);
            }
        }
        return tokens;
    }

    private static boolean isClaim(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(NOT_YET);
    }

    private static Optional<byte[]> take(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until all of it is read.
            }
            Files.delete(file);
            return Optional.of(bytes.array());
        } catch (NoSuchFileException e) {
            // Its activity ended, or another worker that starts has taken it.
            return Optional.empty();
        }
    }
}
