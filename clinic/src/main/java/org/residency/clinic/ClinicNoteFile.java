package org.residency.clinic;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes notes as JSONL, one object a line with the columns {@code question}, {@code reasoning}, {@code answer},
 * {@code reference}, {@code patient}, {@code groups} (an object), {@code cues} (a list), {@code split} ({@code train} or {@code test}) and {@code template}.
 */
public final class ClinicNoteFile {
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Writes all notes or, on a fault, no file at all.
     *
     * @return the number of notes written
     * @throws IOException when the folder of {@code file} is missing or cannot be written
     */
    public long write(Path file, Stream<ClinicNote> notes) throws IOException {
        Path target = file.toAbsolutePath();
        Path unfinished = Files.createTempFile(target.getParent(), ".notes-", ".jsonl");
        try {
            long count = 0;
            try (BufferedWriter out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                for (ClinicNote note : (Iterable<ClinicNote>) notes::iterator) {
                    out.write(line(note));
                    out.write('\n');
                    count++;
                }
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return count;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private String line(ClinicNote note) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("question", note.question());
        row.put("reasoning", note.reasoning());
        row.put("answer", note.answer());
        row.put("reference", note.reference());
        row.put("patient", note.patient());
        Map<String, String> groups = new LinkedHashMap<>();
        // Map.copyOf has no fixed order, and the file must be the same every time.
        note.groups().keySet().stream()
                .sorted()
                .forEach(key -> groups.put(key, note.groups().get(key)));
        row.put("groups", groups);
        row.put("cues", note.cues());
        row.put("split", note.split().column());
        row.put("template", note.template());
        return json.writeValueAsString(row);
    }
}
