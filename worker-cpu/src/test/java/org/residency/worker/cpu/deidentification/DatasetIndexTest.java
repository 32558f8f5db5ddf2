package org.residency.worker.cpu.deidentification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.Sha256;

class DatasetIndexTest {

    @TempDir
    Path folder;

    @Test
    void digestsTheSortedDigestsOfAllLinesWhateverShardTheyAreIn() throws IOException {
        List<String> lines = List.of("{\"a\":1}", "{\"b\":\"é\"}", "{\"c\":3}");
        Path first = Files.write(folder.resolve("0"), lines.subList(0, 2));
        Path second = Files.write(folder.resolve("1"), lines.subList(2, 3));
        String expected =
                lines.stream().map(DatasetIndexTest::sha256).sorted().collect(Collectors.joining("\n")) + "\n";

        for (List<Path> shards : List.of(List.of(first, second), List.of(second, first))) {
            assertThat(DatasetIndex.Content.of(shards)).isEqualTo(new DatasetIndex.Content(3, sha256(expected)));
        }
    }

    @Test
    void digestsNoCaseAsALineFeed() throws IOException {
        assertThat(DatasetIndex.Content.of(List.of())).isEqualTo(new DatasetIndex.Content(0, sha256("\n")));
    }

    private static String sha256(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
