package org.residency.worker.cpu.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.residency.worker.cpu.ActivityHarness.failureOf;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.activities.RunId;
import org.residency.activities.Stage;
import org.residency.activities.ingest.IngestActivities;
import org.residency.activities.ingest.IngestRequest;
import org.residency.activities.ingest.IngestSettings;
import org.residency.activities.ingest.IngestedDataset;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.StoreOptions;
import org.residency.artifacts.Withdrawal;
import org.residency.artifacts.WithdrawalRegister;
import org.residency.artifacts.testing.InMemoryArtifactStore;
import org.residency.deidentification.DeidentificationKey;
import org.residency.worker.cpu.ActivityHarness;
import org.residency.worker.cpu.Workbench;

class IngestActivitiesImplTest {

    @TempDir
    Path folder;

    private static final DeidentificationKey KEY =
            DeidentificationKey.of("0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final ActivityHarness harness = new ActivityHarness();
    private IngestActivities activities;
    private Optional<String> approval = Optional.of("IRB-7");

    @BeforeEach
    void register() {
        activities = harness.stub(
                IngestActivities.class,
                new IngestActivitiesImpl(store, StoreOptions.defaults(), new Workbench(folder.resolve("work")), KEY));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void shardsEverySplitAndAccountsForEveryRow() throws IOException {
        IngestedDataset ingested = activities.ingestDataset(request(csv("notes.csv", 40, "q40,,\n"), settings(10)));

        assertThat(ingested.counts().rows()).isEqualTo(41);
        assertThat(ingested.counts().kept()).isEqualTo(40);
        assertThat(ingested.counts().dropped()).containsExactly(Map.entry("empty answer", 1));
        assertThat(ingested.counts().bySplit().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(40);
        assertThat(ingested.counts().bySplit().get(Split.TEST)).isEqualTo(6);
        assertThat(ingested.rawShards())
                .filteredOn(shard -> shard.split() == Split.TRAIN)
                .hasSize(4);
        assertThat(store.list("runs/r1/1-ingest/raw/train/"))
                .first()
                .isEqualTo("runs/r1/1-ingest/raw/train/00000.jsonl");
        assertThat(harness.heartbeats()).isNotEmpty().allMatch(progress -> progress.stage() == Stage.INGEST);
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void dropsAndCountsEveryRowOfAPatientWhoWithdrew() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{\"question\":\"%s\",\"reasoning\":\"%s\",\"answer\":\"%s\",\"patient\":\" MRN-%d \"}"
                        .formatted(question(i), reasoning(i), answer(i), i % 10))
                .toList();
        URI source = Files.write(folder.resolve("notes.jsonl"), lines).toUri();
        withdraw(KEY, "MRN-3");

        IngestedDataset ingested = activities.ingestDataset(request(source, settings(10)));

        assertThat(ingested.counts().dropped()).containsExactly(Map.entry("withdrawn patient", 4));
        for (Shard shard : ingested.rawShards()) {
            assertThat(new String(store.read(shard.ref()), StandardCharsets.UTF_8))
                    .contains("MRN-")
                    .doesNotContain("MRN-3\"");
        }
    }

    @Test
    void readsNothingWhereAWithdrawalIsUnderAnotherKey() throws IOException {
        withdraw(DeidentificationKey.random(), "MRN-3");
        URI source = csv("notes.csv", 40, "");

        ApplicationFailure failure = failureOf(() -> activities.ingestDataset(request(source, settings(10))));

        assertThat(failure.getType()).isEqualTo("WITHDRAWN_DATA");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage())
                .contains("withdrawal 1", "under another de-identification key")
                .doesNotContain("MRN-3");
    }

    private void withdraw(DeidentificationKey key, String patient) {
        new WithdrawalRegister(store)
                .append(number -> new Withdrawal(
                        number,
                        new TreeMap<>(Map.of(key.check(), key.pseudonym(patient))),
                        new TreeSet<>(),
                        new TreeSet<>(),
                        "steward",
                        Instant.EPOCH,
                        "",
                        ""));
    }

    @Test
    void givesTheSameShardsAgain() throws IOException {
        URI source = csv("notes.csv", 40, "");

        assertThat(activities.ingestDataset(request(source, settings(10))))
                .isEqualTo(activities.ingestDataset(request(source, settings(10))));
    }

    @Test
    void givesTheSameShardsFromAnotherFormat() throws IOException {
        List<String> lines = IntStream.range(0, 40)
                .mapToObj(i -> "{\"question\":\"%s\",\"reasoning\":\"%s\",\"answer\":\"%s\"}"
                        .formatted(question(i), reasoning(i), answer(i)))
                .toList();
        Path jsonl = Files.write(folder.resolve("notes.jsonl"), lines);

        IngestedDataset fromJson = activities.ingestDataset(request(jsonl.toUri(), settings(10)));

        assertThat(fromJson.rawShards())
                .isEqualTo(activities
                        .ingestDataset(request(csv("notes.csv", 40, ""), settings(10)))
                        .rawShards());
    }

    @Test
    void givesTheSameShardsFromManyFiles() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(csv("notes.csv", 40, "")));
        Path parts = Files.createDirectories(folder.resolve("parts"));
        for (int from = 1; from < lines.size(); from += 16) {
            List<String> part = new ArrayList<>(lines.subList(from, Math.min(lines.size(), from + 16)));
            part.add(0, lines.get(0));
            Files.write(parts.resolve("part-" + from + ".csv"), part);
        }

        IngestedDataset whole =
                activities.ingestDataset(request(folder.resolve("notes.csv").toUri(), settings(10)));

        for (URI source : List.of(parts.toUri(), parts.resolve("part-*.csv").toUri())) {
            IngestedDataset ingested = activities.ingestDataset(request(source, settings(10)));
            assertThat(ingested.rawShards()).isEqualTo(whole.rawShards());
            assertThat(ingested.counts()).isEqualTo(whole.counts());
            assertThat(ingested.source().uri()).isEqualTo(source);
        }
    }

    @Test
    void readsNothingWithoutAnApproval() throws IOException {
        approval = Optional.of(" ");
        URI source = csv("notes.csv", 40, "");

        ApplicationFailure failure = failureOf(() -> activities.ingestDataset(request(source, settings(10))));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.isNonRetryable()).isTrue();
        assertThat(failure.getOriginalMessage()).contains("consent: found none", "IRB 2026-114", "--approval");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void namesAMissingFile() {
        ApplicationFailure failure = failureOf(() ->
                activities.ingestDataset(request(folder.resolve("none.csv").toUri(), settings(10))));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage()).contains("none.csv: no such file");
    }

    @Test
    void namesTheBrokenLineAndQuotesNothing() throws IOException {
        Path jsonl = Files.writeString(
                folder.resolve("notes.jsonl"), "{\"question\":\"a\",\"answer\":\"b\"}\n{\"question\": Jane Roe\n");

        ApplicationFailure failure = failureOf(() -> activities.ingestDataset(request(jsonl.toUri(), settings(10))));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage())
                .contains("notes.jsonl, line 2: broken JSON")
                .doesNotContain("Jane");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void refusesTooFewCasesToTrainOn() throws IOException {
        URI source = csv("notes.csv", 5, "");

        ApplicationFailure failure = failureOf(() -> activities.ingestDataset(request(source, settings(10))));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage()).contains("of 5 rows, expected at least 8", "ingest.minTrainingCases");
    }

    @Test
    void refusesALocationItCannotRead() {
        ApplicationFailure failure =
                failureOf(() -> activities.ingestDataset(request(URI.create("ftp://host/notes.csv"), settings(10))));

        assertThat(failure.getType()).isEqualTo("INVALID_INPUT");
        assertThat(failure.getOriginalMessage()).contains("expected file:///path or s3://bucket/key");
    }

    private URI csv(String name, int rows, String more) throws IOException {
        StringBuilder csv = new StringBuilder("question,reasoning,answer\n");
        for (int i = 0; i < rows; i++) {
            csv.append(question(i))
                    .append(',')
                    .append(reasoning(i))
                    .append(',')
                    .append(answer(i))
                    .append('\n');
        }
        return Files.writeString(folder.resolve(name), csv + more).toUri();
    }

    private static String question(int i) {
        return "Case %d presents with finding%d and sign%d for %d days".formatted(i, i * 7, i * 13, i + 1);
    }

    private static String reasoning(int i) {
        return "finding%d suggests it".formatted(i * 7);
    }

    private static String answer(int i) {
        return "condition%d".formatted(i);
    }

    private static IngestSettings settings(int casesPerShard) {
        return new IngestSettings(null, null, null, casesPerShard, null, null, null, null, null);
    }

    private IngestRequest request(URI source, IngestSettings settings) {
        return new IngestRequest(new RunId("r1"), source, Map.of(), approval, settings);
    }
}
