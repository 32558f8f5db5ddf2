package org.residency.deidentification.quality;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.PhiClass;
import org.residency.deidentification.quality.MarkedNote.Mark;

/**
 * Reads notes with marks in them: <code>[[NAME|Ann Ames]]</code> is an identifier, <code>{{Parkinson disease}}</code> a
 * term that must stay, a line {@code === id} begins a note, a line with {@code #} before the first note says something.
 */
public final class MarkedNotes {
    private static final String PATIENT = "PATIENT";

    private MarkedNotes() {}

    /**
     * The notes of a file.
     *
     * @throws InvalidFileException when a mark is not closed or names no class
     */
    public static List<MarkedNote> read(Path file) throws IOException {
        List<MarkedNote> notes = new ArrayList<>();
        String id = null;
        StringBuilder body = new StringBuilder();
        for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith("=== ")) {
                if (id != null) {
                    notes.add(parse(file, id, body.toString()));
                }
                id = line.substring(4).strip();
                body.setLength(0);
            } else if (id != null) {
                body.append(body.length() == 0 ? "" : "\n").append(line);
            }
        }
        if (id == null) {
            throw new InvalidFileException(file, "", "holds no note, expected lines such as: === note-1");
        }
        notes.add(parse(file, id, body.toString()));
        return notes;
    }

    /** One note with its marks taken out. */
    public static MarkedNote parse(Path file, String id, String marked) {
        StringBuilder text = new StringBuilder();
        List<Mark> identifiers = new ArrayList<>();
        List<Mark> terms = new ArrayList<>();
        int at = 0;
        while (at < marked.length()) {
            if (marked.startsWith("[[", at)) {
                int bar = marked.indexOf('|', at);
                int close = marked.indexOf("]]", at);
                String kind = bar < 0 || close < bar ? "" : marked.substring(at + 2, bar);
                checkKind(file, id, kind);
                int start = text.length();
                text.append(marked, bar + 1, close);
                identifiers.add(new Mark(kind, start, text.length()));
                at = close + 2;
            } else if (marked.startsWith("{{", at)) {
                int close = marked.indexOf("}}", at);
                if (close < 0) {
                    throw new InvalidFileException(file, "note " + id, "a {{ is not closed by }}");
                }
                int start = text.length();
                text.append(marked, at + 2, close);
                terms.add(new Mark("TERM", start, text.length()));
                at = close + 2;
            } else {
                text.append(marked.charAt(at));
                at++;
            }
        }
        return new MarkedNote(id, text.toString().stripTrailing(), identifiers, terms);
    }

    private static void checkKind(Path file, String id, String kind) {
        if (kind.equals(PATIENT)) {
            return;
        }
        try {
            PhiClass.valueOf(kind);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file,
                    "note " + id,
                    "a mark has the class \"" + kind + "\", expected PATIENT or a name of PhiClass");
        }
    }
}
