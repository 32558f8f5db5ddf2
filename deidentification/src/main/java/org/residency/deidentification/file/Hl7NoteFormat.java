package org.residency.deidentification.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.InvalidFileException;

/**
 * HL7 v2 messages in pipe form, one after the other; each is a note. Segments are cut and not parsed into a model: a parser
 * that writes a message again drops empty fields, unknown segments' blanks and the line ends that stood there. The
 * delimiters are those of each message's own MSH.
 */
final class Hl7NoteFormat implements NoteFormat {
    private final Path file;
    private final BufferedReader in;
    private final Writer out;
    private String ahead;
    private long number;

    Hl7NoteFormat(Path file, BufferedReader in, Writer out) {
        this.file = file;
        this.in = in;
        this.out = out;
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = ahead != null ? ahead : readLine();
        while (line != null
                && !(isHeader(line) && !lines.isEmpty() && lines.stream().anyMatch(Hl7NoteFormat::isHeader))) {
            lines.add(line);
            line = readLine();
        }
        ahead = line;
        if (lines.isEmpty() || (line == null && lines.stream().allMatch(String::isBlank))) {
            return Optional.empty();
        }
        number++;
        return Optional.of(record(lines));
    }

    private NoteRecord record(List<String> lines) {
        String id = "message " + number;
        Hl7Delimiters delimiters = lines.stream()
                .filter(Hl7NoteFormat::isHeader)
                .findFirst()
                .flatMap(Hl7Delimiters::of)
                .orElseThrow(() -> new InvalidFileException(
                        file, id, "no MSH segment with its delimiters, expected one that begins such as MSH|^~\\&|"));
        Hl7Message message = new Hl7Message(delimiters, lines);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Function<DeidentifiedText, String>> forms = new LinkedHashMap<>();
        message.texts().forEach((place, text) -> {
            texts.put(place, text.plain());
            forms.put(place, text::with);
        });
        return new NoteRecord(id, texts, message.values(), message.patientKey(), message.names(), forms, message);
    }

    /** A line with whatever ends it: a carriage return, as the standard has it, a line feed, or both. */
    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.append((char) c);
            if (c == '\n') {
                return line.toString();
            }
            if (c == '\r') {
                in.mark(1);
                int next = in.read();
                if (next == '\n') {
                    line.append('\n');
                } else if (next >= 0) {
                    in.reset();
                }
                return line.toString();
            }
        }
        return line.length() == 0 ? null : line.toString();
    }

    private static boolean isHeader(String line) {
        return line.startsWith("MSH") || line.startsWith("\u000bMSH");
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        out.write(((Hl7Message) record.row()).with(replaced));
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
