package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.testing.InMemoryArtifactStore;

class ArtifactCacheTest {

    @TempDir
    Path folder;

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();

    @Test
    void fetchesOnceHoweverManyAsk() throws Exception {
        ArtifactRef ref = store.put("shard", bytes("cases"));
        ArtifactCache cache = new ArtifactCache(store, folder);
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            Callable<Path> read = () -> cache.file(ref);
            for (Future<Path> path : readers.invokeAll(Collections.nCopies(16, read))) {
                assertThat(path.get()).hasContent("cases");
            }
        } finally {
            readers.shutdownNow();
        }

        store.delete("shard");
        assertThat(cache.file(ref)).hasContent("cases");
    }

    @Test
    void fetchesAnewWhatWasChangedBetweenTwoProcesses() throws IOException {
        ArtifactRef ref = store.put("shard", bytes("cases"));
        Files.writeString(new ArtifactCache(store, folder).file(ref), "others");

        assertThat(new ArtifactCache(store, folder).file(ref)).hasContent("cases");
    }

    @Test
    void fetchesAFolderAnewWhenOneFileOfItWasChanged() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model.safetensors"), "weights");
        ArtifactRef ref = store.putFolder("m", model);
        Path copy = new ArtifactCache(store, folder.resolve("cache")).folder(ref);
        Files.writeString(copy.resolve("model.safetensors"), "swapped");

        assertThat(new ArtifactCache(store, folder.resolve("cache")).folder(ref).resolve("model.safetensors"))
                .hasContent("weights");
    }

    @Test
    void fetchesAFolderAnewWhenSomebodyCleanedItsFilesAway() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.writeString(model.resolve("model.safetensors"), "weights");
        ArtifactRef ref = store.putFolder("m", model);
        ArtifactCache cache = new ArtifactCache(store, folder.resolve("cache"));
        Files.delete(cache.folder(ref).resolve("model.safetensors"));

        assertThat(cache.folder(ref).resolve("model.safetensors")).hasContent("weights");
    }

    @Test
    void keepsNothingThatDoesNotVerify() {
        ArtifactRef ref = store.put("shard", bytes("cases"));
        store.damage(ref);
        ArtifactCache cache = new ArtifactCache(store, folder);

        for (int attempt : List.of(1, 2)) {
            assertThatThrownBy(() -> cache.file(ref))
                    .as("attempt %d", attempt)
                    .isInstanceOf(ArtifactCorruptException.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
