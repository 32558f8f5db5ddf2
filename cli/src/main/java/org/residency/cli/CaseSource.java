package org.residency.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.cli.exit.CommandException;
import org.residency.dataset.CleaningPolicy;
import org.residency.dataset.ClinicalCase;
import org.residency.dataset.ColumnMap;
import org.residency.dataset.DatasetBuilder;
import org.residency.dataset.DatasetStatistics;
import org.residency.dataset.DatasetStatistics.History;
import org.residency.dataset.PreparedDataset;
import org.residency.dataset.ShardReader;
import org.residency.dataset.SplitName;
import org.residency.dataset.SplitPolicy;
import org.residency.dataset.StatisticsCount;

/**
 * Cases to look at: the dataset of a run, or what a run would make of a file of rows.
 *
 * @param title what it is called, without any text of a case
 */
record CaseSource(String title, Cases cases, History history) {

    private static final String STAGE = "2-deidentification";
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Hands on all cases, one at a time. */
    @FunctionalInterface
    interface Cases {
        void forEach(BiConsumer<SplitName, ClinicalCase> consumer) throws IOException;
    }

    /**
     * Finds what is named.
     *
     * @param target a run's id, the folder or {@code dataset.json} of its dataset, or a file of rows
     * @param assignments each {@code field=column}, for a file of rows
     */
    static CaseSource of(Context context, String target, List<String> assignments) throws IOException {
        Path path = Path.of(target);
        if (Files.isRegularFile(path) && !path.getFileName().toString().matches("(dataset|audits|statistics)\\.json")) {
            return ofRows(path, assignments);
        }
        Path folder = Files.isRegularFile(path) ? path.toAbsolutePath().getParent() : path;
        if (!Files.isDirectory(folder) && target.matches("[a-z0-9][a-z0-9-]*")) {
            folder = context.home().store().resolve("runs").resolve(target).resolve(STAGE);
        }
        if (!Files.isRegularFile(folder.resolve("audits.json"))) {
            throw CommandException.badInput(target + ": found neither a file of rows nor a published dataset (" + folder
                    + "), expected a file, a run of ./residency runs whose dataset is published, or its folder");
        }
        return ofDataset(folder.toRealPath());
    }

    DatasetStatistics statistics() throws IOException {
        StatisticsCount count = new StatisticsCount();
        cases.forEach(count::add);
        return count.total(history);
    }

    private static CaseSource ofRows(Path file, List<String> assignments) throws IOException {
        PreparedDataset prepared = new DatasetBuilder(
                        ColumnMap.of(assignments), CleaningPolicy.standard(), SplitPolicy.standard())
                .build(file);
        Map<String, Integer> dropped = new TreeMap<>();
        prepared.counts().dropped().forEach((reason, count) -> {
            if (count > 0) {
                dropped.put(reason.words(), Math.toIntExact(count));
            }
        });
        return new CaseSource(
                file.getFileName().toString(),
                consumer ->
                        prepared.parts().forEach((split, cases) -> cases.forEach(one -> consumer.accept(split, one))),
                new History(Math.toIntExact(prepared.counts().read()), dropped, Map.of(), 0, 0, Map.of()));
    }

    /** @param folder {@code STORE/runs/RUN/2-deidentification} */
    private static CaseSource ofDataset(Path folder) throws IOException {
        Path root = folder.getParent().getParent().getParent();
        ArtifactStore store = new FileArtifactStore(root);
        String key = root.relativize(folder).toString().replace('\\', '/');
        AuditedShards audited = AuditedShards.read(store, found(store, key + "/audits.json"));
        ArtifactRef index = found(store, key + "/dataset.json");
        Optional<DatasetStatistics> stored =
                store.find(key + "/statistics.json").map(ref -> read(store, ref));
        return new CaseSource(
                index.shortDigest() + " of " + folder.getParent().getFileName(),
                consumer -> read(store, audited, consumer),
                stored.map(DatasetStatistics::history).orElseGet(History::unknown));
    }

    private static ArtifactRef found(ArtifactStore store, String key) {
        return store.find(key).orElseThrow(() -> CommandException.badInput(key + ": no such file in the store"));
    }

    private static DatasetStatistics read(ArtifactStore store, ArtifactRef ref) {
        try {
            return JSON.readValue(store.read(ref), DatasetStatistics.class);
        } catch (IOException e) {
            throw CommandException.badInput(ref.uri() + ": not a dataset's statistics; it was changed or damaged");
        }
    }

    private static void read(ArtifactStore store, AuditedShards audited, BiConsumer<SplitName, ClinicalCase> consumer)
            throws IOException {
        Path work = Files.createTempDirectory("residency-data");
        try {
            for (AuditedShards.Entry entry : audited.shards()) {
                Shard shard = entry.shard();
                SplitName split = SplitName.valueOf(shard.split().name());
                Path copy = store.fetch(shard.ref(), work.resolve(shard.ref().sha256()));
                ShardReader.forEach(copy, one -> consumer.accept(split, one));
                Files.delete(copy);
            }
        } finally {
            try (Stream<Path> left = Files.walk(work)) {
                for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
