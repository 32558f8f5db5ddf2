package org.residency.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file of rows in one of the formats that are read: a JSON array, a JSON object keyed by id, JSON Lines, CSV with a
 * header, Parquet.
 */
public record DatasetFile(Path path, Format format) {
    /** How rows are laid out in the file. */
    public enum Format {
        /** {@code [{...}, {...}]}. */
        JSON_ARRAY,
        /** {@code {"id": {...}, ...}}. */
        JSON_OBJECT,
        /** One object a line. */
        JSON_LINES,
        /** Comma-separated with a header line, quoted as in RFC 4180. */
        CSV,
        /** Apache Parquet. */
        PARQUET
    }

    /**
     * Recognises a file by its extension and its first bytes.
     *
     * @throws InvalidDatasetException when it is missing, empty or of no known format
     */
    public static DatasetFile at(Path path) throws IOException {
        return new DatasetFile(path, FormatProbe.formatOf(path));
    }

    /** The names of all columns, in the order in which they are first met; the whole file is read. */
    public Set<String> columns() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (Rows rows = open()) {
            for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
                names.addAll(row.get().values().keySet());
            }
        }
        return Collections.unmodifiableSet(names);
    }

    /** Opens it for reading from the first row. */
    public Rows open() throws IOException {
        return switch (format) {
            case JSON_ARRAY -> JsonRows.ofArray(path);
            case JSON_OBJECT -> JsonRows.ofObject(path);
            case JSON_LINES -> new JsonLineRows(path);
            case CSV -> new CsvRows(path);
            case PARQUET -> new ParquetRows(path);
        };
    }
}
