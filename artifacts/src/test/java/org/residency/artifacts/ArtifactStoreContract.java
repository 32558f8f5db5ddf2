package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do; each has a test that only says how it is made and how its bytes are damaged. */
interface ArtifactStoreContract {

    /** An empty store. */
    ArtifactStore store();

    /** Changes the stored bytes behind the store's back. */
    void damage(ArtifactRef ref) throws IOException;

    @Test
    default void givesBackWhatWasPut(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "adapter");

        ArtifactRef ref = store().put("runs/r1/3-sft/adapter", file);

        assertThat(store().read(ref)).asString().isEqualTo("adapter");
        assertThat(store().fetch(ref, folder.resolve("deep/b"))).hasContent("adapter");
        assertThat(ref.byteCount()).isEqualTo(7);
        // printf adapter | sha256sum
        assertThat(ref.sha256()).isEqualTo("ae1eae1d76e5b7c865c4122ce366a08025842566d2d96c75cc13e6353a73db0d");
    }

    @Test
    default void answersASecondPutOfTheSameBytesWithTheSameReference() {
        ArtifactRef first = store().put("k", bytes("same"));

        assertThat(store().put("k", bytes("same"))).isEqualTo(first);
    }

    @Test
    default void refusesOtherBytesUnderATakenKey() {
        ArtifactRef first = store().put("k", bytes("one"));

        assertThatThrownBy(() -> store().put("k", bytes("two")))
                .isInstanceOf(ArtifactConflictException.class)
                .hasMessageContaining("k");
        assertThat(store().read(first)).asString().isEqualTo("one");
    }

    @Test
    default void letsOneOfManyWritersHaveTheKey() throws Exception {
        ArtifactStore store = store();
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> attempts = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        try {
                            store.put("contested", bytes("writer " + i));
                            return true;
                        } catch (ArtifactConflictException e) {
                            return false;
                        }
                    })
                    .toList();
            int winners = 0;
            for (Future<Boolean> attempt : writers.invokeAll(attempts)) {
                winners += attempt.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            writers.shutdownNow();
        }
    }

    @Test
    default void refusesDamagedBytesAndLeavesNoCopy(@TempDir Path folder) throws IOException {
        ArtifactRef ref = store().put("k", bytes("weights"));
        damage(ref);

        assertThatThrownBy(() -> store().read(ref))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining(ref.sha256());
        assertThatThrownBy(() -> store().fetch(ref, folder.resolve("w"))).isInstanceOf(ArtifactCorruptException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    default void saysWhatIsMissing() {
        ArtifactRef ref = store().put("k", bytes("gone"));
        store().delete("k");

        assertThatThrownBy(() -> store().read(ref))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining(ref.uri().toString());
        assertThat(store().find("k")).isEmpty();
    }

    @Test
    default void storesAFolderUnderTheDigestOfItsIndex(@TempDir Path folder) throws IOException {
        ArtifactRef ref = store().putFolder("models/m", modelFolder(folder));

        Path copy = store().fetchFolder(ref, folder.resolve("copy"));

        assertThat(copy.resolve("config.json")).hasContent("{}");
        assertThat(copy.resolve("parts/a b.bin")).hasContent("tensor");
        assertThat(copy.resolve("index.json")).doesNotExist();
        assertThat(ref.byteCount()).isEqualTo(8);
        assertThat(store().index(ref).files()).containsOnlyKeys("config.json", "parts/a b.bin");
        assertThat(store().findFolder("models/m")).contains(ref);
        assertThat(store().putFolder("models/m", folder.resolve("model"))).isEqualTo(ref);
        assertThat(store().putFolder("models/other", folder.resolve("model")).sha256())
                .isEqualTo(ref.sha256());
    }

    @Test
    default void refusesAFolderWithOneDamagedFileAndLeavesNoCopy(@TempDir Path folder) throws IOException {
        ArtifactRef ref = store().putFolder("models/m", modelFolder(folder));
        damage(store().find("models/m/config.json").orElseThrow());

        assertThatThrownBy(() -> store().fetchFolder(ref, folder.resolve("copy")))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("config.json");
        assertThat(namesIn(folder)).containsExactly("model");
    }

    @Test
    default void replacesWhatADeadAttemptLeftOfAFolderButNeverAWholeOne(@TempDir Path folder) throws IOException {
        store().put("models/m/config.json", bytes("half"));
        ArtifactRef ref = store().putFolder("models/m", modelFolder(folder));
        Files.writeString(folder.resolve("model/config.json"), "{\"other\":1}");

        assertThat(store().read(store().find("models/m/config.json").orElseThrow()))
                .asString()
                .isEqualTo("{}");
        assertThatThrownBy(() -> store().putFolder("models/m", folder.resolve("model")))
                .isInstanceOf(ArtifactConflictException.class);
        assertThat(store().findFolder("models/m")).contains(ref);
    }

    @Test
    default void listsByPrefixAndDeletesByPath() {
        store().put("runs/r1/a", bytes("1"));
        store().put("runs/r1/b/c", bytes("2"));
        store().put("runs/r12/a", bytes("3"));

        assertThat(store().list("runs/r1")).containsExactly("runs/r1/a", "runs/r1/b/c", "runs/r12/a");
        assertThat(store().list("runs/r1/")).containsExactly("runs/r1/a", "runs/r1/b/c");
        assertThat(store().list("")).hasSize(3);
        assertThat(store().list("nothing/here")).isEmpty();

        store().delete("runs/r1");
        assertThat(store().list("")).containsExactly("runs/r12/a");
    }

    @Test
    default void refusesKeysThatLeaveTheStore() {
        for (String key : List.of("../k", "a/../../k", "/k", "", "a//b", "a\\b")) {
            assertThatThrownBy(() -> store().put(key, bytes("x"))).as(key).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void storesTheEmptyFile() {
        assertThat(store().read(store().put("empty", new byte[0]))).isEmpty();
    }

    private static Path modelFolder(Path folder) throws IOException {
        Path model = folder.resolve("model");
        Files.createDirectories(model.resolve("parts"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("parts/a b.bin"), "tensor");
        return model;
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
