package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileArtifactStoreTest implements ArtifactStoreContract {

    @TempDir
    Path root;

    private FileArtifactStore store;

    @BeforeEach
    void open() {
        store = new FileArtifactStore(root);
    }

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public void damage(ArtifactRef ref) throws IOException {
        Files.writeString(Path.of(ref.uri()), "changed");
    }

    @Test
    void leavesNothingTemporaryBehind() {
        store.put("k", new byte[] {1});
        store.put("k", new byte[] {1});
        assertThatThrownBy(() -> store.put("k", new byte[] {2})).isInstanceOf(ArtifactConflictException.class);

        assertThat(root.resolve(".partial")).isEmptyDirectory();
    }

    @Test
    void refusesAReferenceToAnotherPlace(@TempDir Path elsewhere) throws IOException {
        Path file = Files.writeString(elsewhere.resolve("secret"), "x");
        ArtifactRef ref = new ArtifactRef(file.toUri(), Digested.of(file).sha256(), 1);

        assertThatThrownBy(() -> store.read(ref))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("not in the store at " + root);
    }

    @Test
    void saysWhereItCannotBeMade() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");

        assertThatThrownBy(() -> new FileArtifactStore(file.resolve("store")))
                .isInstanceOf(ArtifactStoreException.class)
                .hasMessageContaining("RESIDENCY_STORE");
    }

    /** A process that may write files of 64 KiB only meets the same failing write as a full disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNothingWhereTheDiskIsFull() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f 64; exec \"$0\" \"$@\"",
                        java,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TooBigAFile.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(output).contains("cannot write runs/r1/big to the store at " + root, "nothing was left there");
        assertThat(root.resolve(".partial")).isEmptyDirectory();
        assertThat(store.list("")).isEmpty();
    }

    /** Puts more than fits, and prints what the store says. */
    static final class TooBigAFile {
        public static void main(String[] arguments) {
            try {
                new FileArtifactStore(Path.of(arguments[0])).put("runs/r1/big", new byte[1 << 20]);
            } catch (ArtifactStoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
