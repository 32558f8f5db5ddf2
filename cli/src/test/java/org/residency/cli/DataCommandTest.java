package org.residency.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Split;
import org.residency.artifacts.testing.AuditedDataset;
import org.residency.cli.context.Context;
import org.residency.cli.home.Home;
import org.residency.cli.home.Installation;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ShardWriter;

/** data show and data diff, on files and on what runs have published. */
class DataCommandTest {

    @TempDir
    private Path folder;

    private final RecordingTerminal recorded = RecordingTerminal.plain();

    @Test
    void showsAFileAsARunWouldTakeIt() throws IOException {
        Path file = rows("a.jsonl", 12);
        Files.writeString(
                file,
                Files.readString(file) + "{\"question\": \"Quillonia\", \"answer\": \"\", \"reasoning\": \"r\"}\n");
        Path page = folder.resolve("page.html");

        assertThat(run("data", "show", file.toString(), "--html", page.toString()))
                .isZero();

        assertThat(recorded.out())
                .contains("a.jsonl: 12 cases of 13 rows", "train", "empty answer", "median", "Group ward", "north")
                .doesNotContain("Quillonia");
        assertThat(page)
                .content(StandardCharsets.UTF_8)
                .contains("<svg", "north")
                .doesNotContain("Quillonia", "cough");
    }

    @Test
    void showsWhatARunHasPublished() throws IOException {
        publish("run-1", 7);

        assertThat(run("data", "show", "run-1")).isZero();
        assertThat(recorded.out()).contains("of run-1: 7 cases").doesNotContain("cough");
        assertThat(run(
                        "data",
                        "show",
                        store().resolve("runs/run-1/2-deidentification").toString()))
                .isZero();
    }

    @Test
    void showsManyFilesAsOne() throws IOException {
        Path whole = rows("whole.jsonl", 12);
        List<String> lines = Files.readAllLines(whole);
        Files.createDirectories(folder.resolve("parts"));
        Files.write(folder.resolve("parts/b.jsonl"), lines.subList(0, 7));
        Files.write(folder.resolve("parts/a.jsonl"), lines.subList(7, 12));

        assertThat(run("data", "diff", whole.toString(), folder.resolve("parts").toString(), "--json"))
                .isZero();
        assertThat(recorded.out()).contains("{\"same\":12,\"added\":0,\"removed\":0,\"changed\":0,\"moved\":0}");
        assertThat(run("data", "show", folder.resolve("parts/*.jsonl").toString()))
                .isZero();
        assertThat(recorded.out()).contains("*.jsonl: 12 cases of 12 rows");
    }

    @Test
    void showsADatasetOfAnotherStore() throws IOException {
        publish("run-1", 7);
        String location = store().toUri().toString();
        Home other = new Home(folder.resolve("other"));
        Context context = new Context(recorded.terminal(), new Installation(folder), other, Map.of());

        assertThat(Residency.run(context, "data", "show", "run-1", "--store", location))
                .isZero();
        assertThat(recorded.out()).contains("of run-1: 7 cases");
    }

    @Test
    void tellsTwoDatasetsApartByDigest() throws IOException {
        publish("run-1", 7);
        publish("run-2", 9);

        assertThat(run("data", "diff", "run-1", "run-2", "--json")).isZero();
        assertThat(recorded.out()).contains("{\"same\":7,\"added\":2,\"removed\":0,\"changed\":0,\"moved\":0}");
        assertThat(run("data", "diff", "run-2", "run-1")).isZero();
        assertThat(recorded.out()).contains("removed  2", "-2");
    }

    @Test
    void namesWhatIsNeitherAFileNorADataset() {
        assertThat(run("data", "show", "run-none")).isEqualTo(2);
        assertThat(recorded.err())
                .contains("run-none: found no published dataset (runs/run-none/2-deidentification/audits.json)");
        assertThat(run("data", "show", folder.resolve("none/*.jsonl").toString()))
                .isEqualTo(2);
        assertThat(recorded.err()).contains("found neither a published dataset nor files of rows", "no file that fits");
    }

    private Path rows(String name, int count) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rows.append(
                            "{\"question\": \"cough number %d\", \"reasoning\": \"so\", \"answer\": \"a%d\", \"patient\": \"p%d\","
                                    .formatted(i, i, i))
                    .append(" \"groups\": {\"ward\": \"north\"}}\n");
        }
        return Files.writeString(folder.resolve(name), rows);
    }

    private void publish(String run, int count) throws IOException {
        List<ClinicalCase> cases = IntStream.range(0, count)
                .mapToObj(i -> ClinicalCase.of(
                        "cough number " + i,
                        "so",
                        "a",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        List.of()))
                .toList();
        ArtifactStore store = new FileArtifactStore(store());
        String key = "runs/" + run + "/2-deidentification";
        Path shard = ShardWriter.write(folder.resolve("shard.jsonl"), cases).path();
        AuditedDataset.of(
                store,
                key,
                store.put(key + "/dataset.json", new byte[] {'{', '}'}),
                List.of(new Shard(store.put(key + "/shards/train/00000.jsonl", shard), Split.TRAIN, 0, count)));
    }

    private Path store() throws IOException {
        Home home = new Home(folder.resolve("home"));
        return home.create(home.store());
    }

    private int run(String... arguments) {
        Context context =
                new Context(recorded.terminal(), new Installation(folder), new Home(folder.resolve("home")), Map.of());
        return Residency.run(context, arguments);
    }
}
