package org.residency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
    private static final ClinicalCase FULL = ClinicalCase.of(
            "Question \"one\",\nline two \u2028 \u00e9",
            "because",
            "answer",
            Optional.of("short"),
            Optional.of("p1"),
            Optional.of(SplitName.TEST),
            Map.of("site", "b", "sex", "f"),
            List.of("cue one", "cue two"));

    @TempDir
    Path folder;

    @Test
    void aCaseHasOneCanonicalLine() {
        assertThat(CaseLine.of(FULL))
                .isEqualTo("{\"id\":\"" + FULL.id()
                        + "\",\"question\":\"Question \\\"one\\\",\\nline two \u2028 \u00e9\",\"reasoning\":\"because\","
                        + "\"answer\":\"answer\",\"reference\":\"short\",\"patient\":\"p1\",\"split\":\"test\","
                        + "\"groups\":{\"sex\":\"f\",\"site\":\"b\"},\"cues\":[\"cue one\",\"cue two\"]}");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ShardFile shard = ShardWriter.write(folder.resolve("s.jsonl"), List.of(FULL, Fixture.caseOf("q", null, null)));

        assertThat(ShardReader.read(shard.path())).hasSize(2).contains(FULL);
        assertThat(shard.byteCount()).isEqualTo(Files.size(shard.path()));
    }

    @Test
    void cutsTheSameCasesIntoAnyNumberOfShardsInOneOrder() throws IOException {
        List<ClinicalCase> cases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cases.add(Fixture.caseOf("q" + i, null, null));
        }
        List<ShardFile> three = ShardWriter.writeAll(folder.resolve("three"), cases, 4);
        List<ShardFile> one = ShardWriter.writeAll(folder.resolve("one"), cases, 100);
        List<ClinicalCase> joined = new ArrayList<>();
        for (ShardFile shard : three) {
            joined.addAll(ShardReader.read(shard.path()));
        }

        assertThat(three).extracting(ShardFile::caseCount).containsExactly(4, 4, 2);
        assertThat(joined).isEqualTo(ShardReader.read(one.get(0).path()));
    }

    @Test
    void aChangedLineIsRefused() throws IOException {
        Path file = ShardWriter.write(folder.resolve("s.jsonl"), List.of(FULL)).path();
        Files.writeString(file, Files.readString(file).replace("because", "becaus3"));

        assertThatThrownBy(() -> ShardReader.read(file))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContainingAll("s.jsonl, line 1", "changed or damaged")
                .message()
                .doesNotContain("becaus3");
    }

    @Test
    void nothingIsLeftWhereAShardCannotBeWritten() throws IOException {
        Path target = Files.createDirectories(folder.resolve("s.jsonl").resolve("taken"));

        assertThatThrownBy(() -> ShardWriter.write(folder.resolve("s.jsonl"), List.of(FULL)))
                .isInstanceOf(IOException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target.getParent());
        }
    }

    @Test
    void aCaseCannotKeepItsIdWhenItsContentChanges() {
        ClinicalCase changed = FULL.withTexts("other", "r", "a", Optional.empty(), Optional.empty(), List.of());

        assertThat(changed.id()).isNotEqualTo(FULL.id());
        assertThat(changed.groups()).isEqualTo(FULL.groups());
        assertThatThrownBy(() -> new ClinicalCase(
                        FULL.id(),
                        "other",
                        "r",
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new java.util.TreeMap<>(),
                        List.of()))
                .hasMessageContaining("the digest of the content");
    }
}
