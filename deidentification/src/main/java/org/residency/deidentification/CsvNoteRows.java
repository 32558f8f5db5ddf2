package org.residency.deidentification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of CSV with a header; columns that are not named keep their values, so name all that hold text. */
final class CsvNoteRows implements NoteRows {
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final Path file;
    private final String text;
    private final List<String> fields;
    private final Optional<String> patientField;

    CsvNoteRows(Path file, String text, List<String> fields, Optional<String> patientField) {
        this.file = file;
        this.text = text;
        this.fields = fields;
        this.patientField = patientField;
    }

    @Override
    public DeidentifiedRows deidentify(Deidentifier deidentifier, Auditor auditor) {
        List<String[]> rows = rows();
        List<String> header = Arrays.asList(rows.get(0));
        List<String> noted = fields.isEmpty()
                ? header.stream()
                        .filter(name -> !patientField.equals(Optional.of(name)))
                        .toList()
                : fields;
        noted.forEach(field -> column(header, field));
        AuditReport report = AuditReport.empty();
        for (int i = 1; i < rows.size(); i++) {
            String noteId = "row " + i;
            String[] row = rows.get(i);
            if (row.length != header.size()) {
                throw new InvalidFileException(
                        file, noteId, row.length + " values, expected " + header.size() + " as in the header");
            }
            Optional<String> patientKey =
                    patientField.map(field -> row[column(header, field)]).filter(key -> !key.isBlank());
            Map<String, String> texts = new LinkedHashMap<>();
            noted.forEach(field -> texts.put(field, row[column(header, field)]));
            DeidentifiedNote note = deidentifier.deidentify(texts, PatientContext.of(patientKey.orElse(noteId)));
            note.fields().forEach((field, result) -> row[column(header, field)] = result.text());
            patientKey.ifPresent(key -> row[column(header, patientField.orElseThrow())] = deidentifier.pseudonym(key));
            report = report.plus(AuditReport.of(note, auditor.audit(noteId, note)));
        }
        return new DeidentifiedRows(written(rows), report);
    }

    private int column(List<String> header, String field) {
        int column = header.indexOf(field);
        if (column < 0) {
            throw new InvalidFileException(
                    file, "column " + field, "not in the header; its columns are " + String.join(", ", header));
        }
        return column;
    }

    private List<String[]> rows() {
        try {
            return CSV.readerFor(String[].class).<String[]>readValues(text).readAll();
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(
                    file, "", "broken CSV, most often a quote that is not closed; mend the file");
        } catch (IOException e) {
            throw new UncheckedIOException("reading CSV from memory failed", e);
        }
    }

    private static String written(List<String[]> rows) {
        try {
            return CSV.writer().writeValueAsString(rows.toArray(new String[0][]));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing CSV to memory failed", e);
        }
    }
}
