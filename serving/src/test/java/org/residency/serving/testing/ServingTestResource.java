package org.residency.serving.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** An empty store in a temporary folder, and a token. */
public final class ServingTestResource implements QuarkusTestResourceLifecycleManager {

    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("residency-serving");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "residency.store", folder.resolve("store").toUri().toString(),
                "residency.cache", folder.resolve("cache").toString(),
                "residency.llm.device", "cpu",
                "residency.llm.threads", "1",
                "residency.serving.token", "open-sesame",
                "residency.serving.max-characters", "400",
                "residency.serving.queue-size", "1",
                "residency.serving.poll", "1h",
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
