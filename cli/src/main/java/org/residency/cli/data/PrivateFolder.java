package org.residency.cli.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder that nobody else may enter, gone with all that is in it when it is closed: it may hold notes. */
record PrivateFolder(Path path) implements Closeable {

    static PrivateFolder open() throws IOException {
        return new PrivateFolder(Files.createTempDirectory("residency-data"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> left = Files.walk(path)) {
            for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
