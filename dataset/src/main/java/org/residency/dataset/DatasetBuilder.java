package org.residency.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** From a file of rows to clean cases in their parts. Rows are streamed; the cases that are kept are held in memory. */
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
     * Reads, cleans and divides.
     *
     * @throws InvalidDatasetException when the file is missing, empty or broken, lacks a column, or no row is left
     * @throws IOException when the file cannot be read
     */
    public PreparedDataset build(Path file) throws IOException {
        DatasetFile source = DatasetFile.at(file);
        // The first of two passes: a column may be absent from the first rows, and a file broken at its end is refused
        // before anything is made of it.
        Set<String> columnNames = source.columns();
        if (columnNames.isEmpty()) {
            throw new InvalidDatasetException(file, "", "no rows, expected at least one; give a file with data");
        }
        CaseColumns caseColumns = columns.resolve(file, columnNames);
        Cleaning cleaning = new Cleaning(cleaningPolicy, withdrawn);
        try (Rows rows = source.open()) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                cleaning.add(caseColumns.read(row.get()));
            }
        }
        cleaning.capPatients();
        if (cleaning.kept().isEmpty()) {
            throw everyRowDropped(file, cleaning);
        }
        Division division = new Split(splitPolicy).divide(cleaning.kept());
        cleaning.drop(DropReason.LEAKS_INTO_HELD_OUT, division.leakCount());
        Map<SplitName, List<ClinicalCase>> parts = new EnumMap<>(division.parts());
        List<ClinicalCase> training = parts.get(SplitName.TRAIN);
        List<ClinicalCase> apart = withoutHeldOutQuestions(file, parts);
        parts.put(SplitName.TRAIN, apart);
        cleaning.drop(DropReason.HOLDS_HELD_OUT_QUESTION, training.size() - apart.size());
        return new PreparedDataset(parts, cleaning.counts(), division.clusterCount());
    }

    private List<ClinicalCase> withoutHeldOutQuestions(Path file, Map<SplitName, List<ClinicalCase>> parts) {
        List<ClinicalCase> heldOut = new ArrayList<>(parts.get(SplitName.TEST));
        heldOut.addAll(parts.get(SplitName.VALIDATION));
        HeldOutQuestions questions = new HeldOutQuestions(heldOut);
        List<ClinicalCase> apart = parts.get(SplitName.TRAIN).stream()
                .filter(one -> !questions.areHeldBy(one, cleaningPolicy.maxHeldOutOverlap()))
                .toList();
        int found = parts.get(SplitName.TRAIN).size() - apart.size();
        if (found > 0 && cleaningPolicy.contamination() == CleaningPolicy.Contamination.REFUSE) {
            throw new InvalidDatasetException(
                    file,
                    "",
                    found
                            + " training cases hold most of a question that is held out, expected none; take them out, or let"
                            + " them be dropped (ingest.contamination: DROP)");
        }
        return apart;
    }

    private static InvalidDatasetException everyRowDropped(Path file, Cleaning cleaning) {
        String reasons = cleaning.counts().dropped().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return new InvalidDatasetException(
                file, "", "every row was dropped (" + reasons + "); check the column names and the cleaning settings");
    }
}
