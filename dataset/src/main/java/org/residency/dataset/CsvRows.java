package org.residency.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rows of a CSV file whose first line names the columns. */
final class CsvRows implements Rows {
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final Path file;
    private final MappingIterator<String[]> records;
    private final List<String> header;
    private long number;

    CsvRows(Path file) throws IOException {
        this.file = file;
        this.records = CSV.readerFor(String[].class).readValues(new StrictUtf8Reader(file));
        this.header = readRecord()
                .map(List::of)
                .orElseThrow(() -> new InvalidDatasetException(file, "line 1", "empty, expected a header line"));
        if (new TreeSet<>(header).size() != header.size()) {
            throw new InvalidDatasetException(file, "line 1", "two columns have one name; rename one");
        }
    }

    @Override
    public Optional<Row> next() throws IOException {
        Optional<String[]> values = readRecord();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        number++;
        String[] cells = values.get();
        if (cells.length == 1 && cells[0].isEmpty() && header.size() > 1) {
            return next();
        }
        if (cells.length != header.size()) {
            throw new InvalidDatasetException(
                    file,
                    "row " + number + " (ends on line " + endLine() + ")",
                    cells.length + " values, expected " + header.size()
                            + " as in the header; quote values that hold a comma or a line break");
        }
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            columns.put(header.get(i), cells[i]);
        }
        return Optional.of(new Row("row " + number, columns));
    }

    private long endLine() {
        return Math.max(1, records.getParser().currentLocation().getLineNr() - 1L);
    }

    private Optional<String[]> readRecord() throws IOException {
        try {
            return records.hasNextValue() ? Optional.of(records.nextValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new InvalidDatasetException(
                    file,
                    e.getLocation() == null
                            ? "at the end"
                            : "line " + e.getLocation().getLineNr(),
                    "broken CSV, most often a quote that is not closed; mend the file at this place");
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
