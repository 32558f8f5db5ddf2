package org.residency.worker.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where an activity lays what it works on: a folder of its own that is gone when it ends, for it may hold notes. */
public final class Workbench {

    private final Path folder;

    public Workbench(Path folder) {
        this.folder = folder;
    }

    /** A new empty folder. */
    public Folder open() throws IOException {
        Files.createDirectories(folder);
        return new Folder(Files.createTempDirectory(folder, "work"));
    }

    /** A folder that removes itself. */
    public record Folder(Path path) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try (Stream<Path> paths = Files.walk(path)) {
                for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
