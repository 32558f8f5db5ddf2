package org.residency.cli.data;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.artifacts.ArtifactMissingException;
import org.residency.artifacts.ArtifactRef;
import org.residency.artifacts.ArtifactStore;
import org.residency.artifacts.ArtifactStores;
import org.residency.artifacts.AuditedShards;
import org.residency.artifacts.FileArtifactStore;
import org.residency.artifacts.Shard;
import org.residency.artifacts.Source;
import org.residency.cli.context.Context;
import org.residency.cli.exit.CommandException;
import org.residency.dataset.CaseSpool;
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
 * Cases to look at: the dataset of a run, or what a run would make of files of rows.
 *
 * @param title what it is called, without any text of a case
 * @param work holds what is read; closed with this
 */
record CaseSource(String title, Cases cases, History history, Closeable work) implements Closeable {

    private static final String STAGE = "2-deidentification";
    private static final String INDEX_FILES = "(dataset|audits|statistics)\\.json";
    private static final Pattern IN_S3 =
            Pattern.compile("(s3://.+)/(runs/[^/]+/" + STAGE + ")(/" + INDEX_FILES + ")?/?");
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
     * @param target a run's id, the folder or {@code dataset.json} of its dataset, here or in S3, or files of rows as a run
     *     would be given them
     * @param assignments each {@code field=column}, for files of rows
     * @param store where runs are looked for
     */
    static CaseSource of(Context context, String target, List<String> assignments, StoreOption store)
            throws IOException {
        Matcher inS3 = IN_S3.matcher(target);
        if (inS3.matches()) {
            return ofDataset(
                    ArtifactStores.open(URI.create(inS3.group(1)), StoreOption.options(context)), inS3.group(2));
        }
        if (target.startsWith("s3://")) {
            return ofRows(context, URI.create(target), assignments);
        }
        Path path = Path.of(target);
        if (target.matches("[a-z0-9][a-z0-9-]*") && !Files.exists(path)) {
            return ofDataset(store.open(context), "runs/" + target + "/" + STAGE);
        }
        Path folder = Files.isRegularFile(path) && path.getFileName().toString().matches(INDEX_FILES)
                ? path.toAbsolutePath().getParent()
                : path;
        if (Files.isRegularFile(folder.resolve("audits.json"))) {
            return ofFolder(folder.toRealPath());
        }
        return ofRows(context, path.toAbsolutePath().normalize().toUri(), assignments);
    }

    DatasetStatistics statistics() throws IOException {
        StatisticsCount count = new StatisticsCount();
        cases.forEach(count::add);
        return count.total(history);
    }

    @Override
    public void close() throws IOException {
        work.close();
    }

    private static CaseSource ofRows(Context context, URI location, List<String> assignments) throws IOException {
        PrivateFolder folder = PrivateFolder.open();
        try {
            Source source = Source.locate(location, StoreOption.options(context), folder.path());
            // Closed with the process: it has no name, and the folder may go before it.
            CaseSpool spool = CaseSpool.in(folder.path());
            PreparedDataset prepared = new DatasetBuilder(
                            ColumnMap.of(assignments), CleaningPolicy.standard(), SplitPolicy.standard())
                    .build(source.files(), spool);
            Map<String, Integer> dropped = new TreeMap<>();
            prepared.counts().dropped().forEach((reason, count) -> {
                if (count > 0) {
                    dropped.put(reason.words(), Math.toIntExact(count));
                }
            });
            return new CaseSource(
                    location.getPath().replaceFirst("/+$", "").replaceFirst(".*/", ""),
                    consumer -> prepared.parts()
                            .forEach((split, cases) -> cases.forEach(one -> consumer.accept(split, one))),
                    new History(Math.toIntExact(prepared.counts().read()), dropped, Map.of(), 0, 0, Map.of()),
                    () -> {
                        spool.close();
                        folder.close();
                    });
        } catch (ArtifactMissingException e) {
            folder.close();
            throw CommandException.badInput(
                    "found neither a published dataset nor files of rows, expected a run of ./residency runs whose dataset is"
                            + " published, its folder, or files of rows: " + e.getMessage(),
                    e);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** @param folder {@code STORE/runs/RUN/2-deidentification} */
    private static CaseSource ofFolder(Path folder) throws IOException {
        Path root = folder.getParent().getParent().getParent();
        return ofDataset(
                new FileArtifactStore(root), root.relativize(folder).toString().replace('\\', '/'));
    }

    /** @param key {@code runs/RUN/2-deidentification} */
    private static CaseSource ofDataset(ArtifactStore store, String key) throws IOException {
        String run = key.replaceFirst("/[^/]+$", "").replaceFirst(".*/", "");
        ArtifactRef audits = store.find(key + "/audits.json")
                .orElseThrow(() -> CommandException.badInput(run + ": found no published dataset (" + key
                        + "/audits.json), expected files of rows, a run of ./residency runs whose dataset is published, or"
                        + " its folder; --store names another store"));
        AuditedShards audited = AuditedShards.read(store, audits);
        ArtifactRef index = store.find(key + "/dataset.json")
                .orElseThrow(() -> CommandException.badInput(key + "/dataset.json: no such file in the store"));
        Optional<DatasetStatistics> stored =
                store.find(key + "/statistics.json").map(ref -> read(store, ref));
        PrivateFolder work = PrivateFolder.open();
        return new CaseSource(
                index.shortDigest() + " of " + run,
                consumer -> read(store, audited, work.path(), consumer),
                stored.map(DatasetStatistics::history).orElseGet(History::unknown),
                work);
    }

    private static DatasetStatistics read(ArtifactStore store, ArtifactRef ref) {
        try {
            return JSON.readValue(store.read(ref), DatasetStatistics.class);
        } catch (IOException e) {
            throw CommandException.badInput(ref.uri() + ": not a dataset's statistics; it was changed or damaged");
        }
    }

    private static void read(
            ArtifactStore store, AuditedShards audited, Path work, BiConsumer<SplitName, ClinicalCase> consumer)
            throws IOException {
        for (Shard shard : audited.published()) {
            SplitName split = SplitName.valueOf(shard.split().name());
            Path copy = store.fetch(shard.ref(), work.resolve(shard.ref().sha256()));
            ShardReader.forEach(copy, one -> consumer.accept(split, one));
            Files.delete(copy);
        }
    }
}
