package org.residency.deidentification;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * De-identifies a file: plain text as one note, or the named fields of each row of JSON Lines, a JSON array or CSV. The
 * result is audited and written whole or not at all; an unclean result is written only where the caller wants it, which
 * is for looking at and never for training.
 */
public final class DeidentifyFile {
    private final Deidentifier deidentifier;
    private final Auditor auditor;

    public DeidentifyFile(Deidentifier deidentifier, Auditor auditor) {
        this.deidentifier = deidentifier;
        this.auditor = auditor;
    }

    /**
     * Reads {@code in}, writes {@code out}.
     *
     * @param in {@code .txt}, {@code .jsonl}, {@code .json} or {@code .csv}, UTF-8
     * @param out the file to write; it must not be {@code in}
     * @param fields the fields that hold text; none for a text file, for rows none stands for every field of text
     * @param patientField the field with the patient's key, by which surrogates agree; each row stands alone without
     * @return counts, and what the audit saw
     * @throws InvalidFileException when the file is missing, empty, broken, not UTF-8, or lacks a field
     * @throws IOException when it cannot be read or written
     */
    public AuditReport run(Path in, Path out, List<String> fields, Optional<String> patientField) throws IOException {
        if (!Files.isRegularFile(in)) {
            throw new InvalidFileException(in, "", "no such file; check the path");
        }
        if (in.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize())) {
            throw new InvalidFileException(out, "", "is also the file that is read; name another to write");
        }
        String text = read(in);
        if (text.isBlank()) {
            throw new InvalidFileException(in, "", "the file is empty, expected text");
        }
        NoteRows rows = rowsOf(in, text, fields, patientField);
        DeidentifiedRows result = rows.deidentify(deidentifier, auditor);
        Path folder = out.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(folder, "." + out.getFileName(), ".partial");
        try {
            Files.writeString(partial, result.text(), StandardCharsets.UTF_8);
            Files.move(partial, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return result.report();
    }

    private static NoteRows rowsOf(Path in, String text, List<String> fields, Optional<String> patientField) {
        String name = in.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
            return new JsonNoteRows(in, text, fields, patientField, JsonNoteRows.Layout.LINES);
        }
        if (name.endsWith(".json")) {
            return new JsonNoteRows(in, text, fields, patientField, JsonNoteRows.Layout.ARRAY);
        }
        if (name.endsWith(".csv")) {
            return new CsvNoteRows(in, text, fields, patientField);
        }
        if (!fields.isEmpty()) {
            throw new InvalidFileException(
                    in,
                    "--field " + fields.get(0),
                    "a text file has no fields; leave the flag out, or give a .jsonl, .json or .csv file");
        }
        return new TextNote(text);
    }

    private static String read(Path in) throws IOException {
        String text;
        try {
            text = Files.readString(in, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(
                    in, "", "not UTF-8; convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidFileException(in, "", "holds a NUL character, expected text");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
