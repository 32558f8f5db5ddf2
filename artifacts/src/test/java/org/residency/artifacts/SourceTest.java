package org.residency.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        write("notes/a.jsonl", "a");
        write("notes/b.jsonl", "b");
        write("notes/deep/c.csv", "c");
        write("notes/_SUCCESS", "");
        write("notes/.hidden.jsonl", "h");
        write("notes/readme.md", "no rows");
    }

    @Test
    void isAFileOrTheFilesOfRowsBelowAFolderOrWhatFits() {
        assertThat(locate("notes/b.jsonl").files()).containsExactly(folder.resolve("notes/b.jsonl"));
        assertThat(locate("notes").files())
                .containsExactly(
                        folder.resolve("notes/a.jsonl"),
                        folder.resolve("notes/b.jsonl"),
                        folder.resolve("notes/deep/c.csv"));
        assertThat(locate("notes/*.jsonl").files()).hasSize(2);
        assertThat(locate("notes/**/*.csv").files()).containsExactly(folder.resolve("notes/deep/c.csv"));
        assertThat(locate("n*/[ab].{jsonl,csv}").files()).hasSize(2);
    }

    @Test
    void hasTheDigestOfWhatTheFilesHoldWhateverTheirNames() throws IOException {
        ArtifactRef before = locate("notes").ref();
        Files.move(folder.resolve("notes/a.jsonl"), folder.resolve("notes/z.jsonl"));

        assertThat(locate("notes").ref()).isEqualTo(before);
        assertThat(before.byteCount()).isEqualTo(3);
        assertThat(locate("notes/*.jsonl").ref().sha256()).isNotEqualTo(before.sha256());
    }

    @Test
    void ofOneFileHasItsOwnDigest() throws IOException {
        assertThat(locate("notes/deep").ref().sha256())
                .isEqualTo(Sha256.of(folder.resolve("notes/deep/c.csv")))
                .isEqualTo(locate("notes/deep/c.csv").ref().sha256());
    }

    @Test
    void takesAFileWhoseNameHoldsAnAsteriskForItself() throws IOException {
        write("notes/*.jsonl", "star");

        assertThat(locate("notes/*.jsonl").files()).containsExactly(folder.resolve("notes/*.jsonl"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> locate("none.csv"))
                .isInstanceOf(ArtifactMissingException.class)
                .hasMessageContaining("none.csv: no such file");
        assertThatThrownBy(() -> locate("notes/*.parquet")).hasMessageContaining("found no file that fits");
        assertThatThrownBy(() -> locate("nowhere/*.csv")).hasMessageContaining("found no file that fits");
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> locate("empty")).hasMessageContaining("found no file of rows");
        assertThatThrownBy(() -> Source.locate(URI.create("ftp://x/y"), StoreOptions.defaults(), folder))
                .hasMessageContaining("expected file:///path or s3://bucket/key");
    }

    private Source locate(String path) {
        return Source.locate(folder.resolve(path).toUri(), StoreOptions.defaults(), folder);
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
