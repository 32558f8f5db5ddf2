package org.residency.worker.gpu;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders in which an activity writes before it stores, in the cache's {@code work} folder. */
@Singleton
public final class WorkFolders {

    /** No activity works so long without writing; what is older was left by a process that was killed. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(2);

    private final Path parent;

    WorkFolders(GpuWorkerConfig config) {
        this.parent = config.cache().resolve("work");
    }

    /** A folder that is deleted when closed. */
    public record WorkFolder(Path path) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            delete(path);
        }
    }

    /** A new, empty folder. */
    public WorkFolder create(String purpose) throws IOException {
        Files.createDirectories(parent);
        removeAbandoned();
        return new WorkFolder(Files.createTempDirectory(parent, purpose + "-"));
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> below = Files.walk(folder)) {
            deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private void removeAbandoned() throws IOException {
        FileTime oldest = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        List<Path> folders;
        try (Stream<Path> children = Files.list(parent)) {
            folders = children.toList();
        }
        for (Path folder : folders) {
            if (Files.getLastModifiedTime(folder).compareTo(oldest) < 0) {
                delete(folder);
            }
        }
    }
}
