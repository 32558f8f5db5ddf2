package org.residency.deidentification.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.residency.deidentification.InvalidFileException;

/** Rows of CSV with a header. */
final class CsvNoteFormat implements NoteFormat {
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final Path file;
    private final MappingIterator<String[]> rows;
    private final SequenceWriter writer;
    private final Writer out;
    private final List<String> header;
    private final List<String> noted;
    private final Optional<String> patientField;
    private long number;

    CsvNoteFormat(Path file, Reader in, Writer out, List<String> fields, Optional<String> patientField)
            throws IOException {
        this.file = file;
        this.out = out;
        this.patientField = patientField;
        this.rows = CSV.readerFor(String[].class).readValues(in);
        if (!hasNext()) {
            throw new InvalidFileException(file, "", "the file is empty, expected a header and rows");
        }
        String[] first = rows.next();
        this.header = Arrays.asList(first);
        this.noted = fields.isEmpty()
                ? header.stream()
                        .filter(name -> !patientField.equals(Optional.of(name)))
                        .toList()
                : fields;
        noted.forEach(this::column);
        patientField.ifPresent(this::column);
        this.writer = CSV.writer().writeValues(out);
        writer.write(first);
    }

    private boolean hasNext() {
        try {
            return rows.hasNextValue();
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(
                    file, "after row " + number, "broken CSV, most often a quote that is not closed; mend the file");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading " + file + " failed", e);
        }
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        if (!hasNext()) {
            return Optional.empty();
        }
        String[] row = rows.nextValue();
        number++;
        String id = "row " + number;
        if (row.length != header.size()) {
            throw new InvalidFileException(
                    file, id, row.length + " values, expected " + header.size() + " as in the header");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        noted.forEach(field -> texts.put(field, row[column(field)]));
        Optional<String> key = patientField.map(field -> row[column(field)]).filter(value -> !value.isBlank());
        return Optional.of(NoteRecord.of(id, texts, key, row));
    }

    private int column(String field) {
        int column = header.indexOf(field);
        if (column < 0) {
            throw new InvalidFileException(
                    file, "column " + field, "not in the header; its columns are " + String.join(", ", header));
        }
        return column;
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        String[] row = (String[]) record.row();
        replaced.forEach((field, text) -> row[column(field)] = text);
        pseudonym.ifPresent(name -> row[column(patientField.orElseThrow())] = name);
        writer.write(row);
    }

    @Override
    public void finish() throws IOException {
        writer.flush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        rows.close();
        out.close();
    }
}
