package org.residency.deidentification.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.residency.deidentification.InvalidFileException;

/** A whole text as one note. */
final class TextNoteFormat implements NoteFormat {
    private static final String FIELD = "text";

    private final Path file;
    private final BufferedReader in;
    private final Writer out;
    private boolean done;

    TextNoteFormat(Path file, BufferedReader in, Writer out) {
        this.file = file;
        this.in = in;
        this.out = out;
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        if (done) {
            return Optional.empty();
        }
        done = true;
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            text.append(buffer, 0, n);
        }
        if (text.indexOf("\0") >= 0) {
            throw new InvalidFileException(file, "", "holds a NUL character, expected text");
        }
        if (text.toString().isBlank()) {
            throw new InvalidFileException(file, "", "the file is empty, expected text");
        }
        return Optional.of(NoteRecord.of("note 1", Map.of(FIELD, text.toString()), Optional.empty(), text));
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        out.write(replaced.get(FIELD));
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
