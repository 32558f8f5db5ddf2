package org.residency.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** From files of rows to clean cases in their parts. Rows are streamed, and cases that are kept lie on disk. */
public final class DatasetBuilder {
    private final ColumnMap columns;
    private final CleaningPolicy cleaningPolicy;
    private final SplitPolicy splitPolicy;
    private final Predicate<String> withdrawn;

    public DatasetBuilder(ColumnMap columns, CleaningPolicy cleaningPolicy, SplitPolicy splitPolicy) {
        this(columns, cleaningPolicy, splitPolicy, patient -> false);
    }

    private DatasetBuilder(
            ColumnMap columns, CleaningPolicy cleaningPolicy, SplitPolicy splitPolicy, Predicate<String> withdrawn) {
        this.columns = columns;
        this.cleaningPolicy = cleaningPolicy;
        this.splitPolicy = splitPolicy;
        this.withdrawn = withdrawn;
    }

    /** The same, but nothing of a patient who withdrew is kept; told by the patient's key as the file has it. */
    public DatasetBuilder leavingOut(Predicate<String> patients) {
        return new DatasetBuilder(columns, cleaningPolicy, splitPolicy, patients);
    }

    /**
     * Reads, cleans and divides one file, and holds the cases in memory.
     *
     * @throws InvalidDatasetException as {@link #build(List, CaseSpool)}
     */
    public PreparedDataset build(Path file) throws IOException {
        Path work = Files.createTempDirectory("residency-cases");
        try (CaseSpool spool = CaseSpool.in(work)) {
            return build(List.of(file), spool).inMemory();
        } finally {
            Files.delete(work);
        }
    }

    /**
     * Reads, cleans and divides. The same rows give the same dataset, in however many files and whatever order they come.
     *
     * @param files at least one
     * @param spool an empty one, from which the cases of the result are read while it is open
     * @throws InvalidDatasetException when a file is missing, empty or broken, lacks a column, or no row is left
     * @throws IOException when a file cannot be read
     */
    public PreparedDataset build(List<Path> files, CaseSpool spool) throws IOException {
        SourceRows source = SourceRows.in(files, columns);
        Cleaning cleaning = new Cleaning(cleaningPolicy, withdrawn, spool);
        source.forEach(cleaning::add);
        int[] kept = cleaning.kept();
        if (kept.length == 0) {
            throw everyRowDropped(source.name(), cleaning);
        }
        Division division = new Split(splitPolicy).divide(spool, kept);
        cleaning.drop(DropReason.LEAKS_INTO_HELD_OUT, division.leakCount());
        int[] training = division.parts().get(SplitName.TRAIN);
        int[] apart = withoutHeldOutQuestions(source.name(), spool, division.parts());
        cleaning.drop(DropReason.HOLDS_HELD_OUT_QUESTION, training.length - apart.length);
        Map<SplitName, List<ClinicalCase>> parts = new EnumMap<>(SplitName.class);
        division.parts().forEach((name, numbers) -> parts.put(name, new SpooledCases(spool, numbers)));
        parts.put(SplitName.TRAIN, new SpooledCases(spool, apart));
        return new PreparedDataset(parts, cleaning.counts(), division.clusterCount());
    }

    private int[] withoutHeldOutQuestions(Path source, CaseSpool spool, Map<SplitName, int[]> parts) {
        int[] heldOut = IntStream.concat(
                        Arrays.stream(parts.get(SplitName.TEST)), Arrays.stream(parts.get(SplitName.VALIDATION)))
                .toArray();
        HeldOutQuestions questions =
                new HeldOutQuestions(heldOut.length, i -> spool.read(heldOut[i]).question());
        int[] training = parts.get(SplitName.TRAIN);
        int[] apart = Arrays.stream(training)
                .filter(number -> !questions.areHeldBy(spool.read(number), cleaningPolicy.maxHeldOutOverlap()))
                .toArray();
        int found = training.length - apart.length;
        if (found > 0 && cleaningPolicy.contamination() == CleaningPolicy.Contamination.REFUSE) {
            throw new InvalidDatasetException(
                    source,
                    "",
                    found
                            + " training cases hold most of a question that is held out, expected none; take them out, or let"
                            + " them be dropped (ingest.contamination: DROP)");
        }
        return apart;
    }

    private static InvalidDatasetException everyRowDropped(Path source, Cleaning cleaning) {
        String reasons = cleaning.counts().dropped().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return new InvalidDatasetException(
                source,
                "",
                "every row was dropped (" + reasons + "); check the column names and the cleaning settings");
    }
}
