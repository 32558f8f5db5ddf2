package org.residency.dataset;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Rows of a Parquet file; structs get dotted names and lists of plain values become lines, as in JSON. */
final class ParquetRows implements Rows {
    private final Path file;
    private final CloseableIterator<Map> rows;
    private long number;

    ParquetRows(Path file) throws IOException {
        this.file = file;
        try {
            this.rows = new CarpetReader<>(file.toFile(), Map.class).iterator();
        } catch (RuntimeException e) {
            throw broken();
        }
    }

    @Override
    public Optional<Row> next() throws IOException {
        Map<?, ?> values;
        try {
            if (!rows.hasNext()) {
                return Optional.empty();
            }
            values = rows.next();
        } catch (RuntimeException e) {
            throw broken();
        }
        number++;
        Map<String, String> columns = new LinkedHashMap<>();
        addFields("", values, columns);
        return Optional.of(new Row("row " + number, columns));
    }

    private void addFields(String prefix, Map<?, ?> values, Map<String, String> columns) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                addFields(prefix + name + ".", nested, columns);
            } else {
                columns.put(prefix + name, value == null ? "" : textOf(value));
            }
        });
    }

    private static String textOf(Object value) {
        if (!(value instanceof Collection<?> elements)) {
            return value.toString();
        }
        StringJoiner lines = new StringJoiner("\n");
        elements.forEach(element -> lines.add(String.valueOf(element)));
        return lines.toString();
    }

    private InvalidDatasetException broken() {
        return new InvalidDatasetException(
                file, "after row " + number, "broken Parquet; write the file again and check that it was copied whole");
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
