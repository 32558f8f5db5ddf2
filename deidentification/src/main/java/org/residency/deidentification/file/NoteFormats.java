package org.residency.deidentification.file;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.file.DeidentifyFile.Request;

/** Opens what is read and what is written in the form that a request names, or that the file's name tells. */
final class NoteFormats {
    static final String STREAM = "-";

    private static final String FHIR = "fhir";
    private static final String FHIR_LINES = "fhir-ndjson";

    private final UnaryOperator<String> pseudonym;

    /** @param pseudonym what stands for a patient's key */
    NoteFormats(UnaryOperator<String> pseudonym) {
        this.pseudonym = pseudonym;
    }

    private static String formatOf(Request request) {
        if (request.format().isPresent()) {
            return request.format().get().toLowerCase(Locale.ROOT);
        }
        if (request.in().toString().equals(STREAM)) {
            return "jsonl";
        }
        String name = request.in().getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".fhir.json")) {
            return FHIR;
        }
        if (name.endsWith(".fhir.ndjson")) {
            return FHIR_LINES;
        }
        return name.substring(name.lastIndexOf('.') + 1);
    }

    NoteFormat open(Request request, Path out) throws IOException {
        Path in = request.in();
        if (Files.isDirectory(in)) {
            return new TextFolderFormat(in, out);
        }
        String format = formatOf(request);
        if (format.equals("parquet")) {
            return new ParquetNoteFormat(in, out, request.fields(), request.patientField());
        }
        if (format.equals(FHIR) || format.equals(FHIR_LINES)) {
            requireNoFields(request);
            return new FhirNoteFormat(in, source(in), writer(out), format.equals(FHIR_LINES), pseudonym);
        }
        BufferedReader reader = reader(in, opened(in));
        Writer writer = writer(out);
        try {
            return switch (format) {
                case "jsonl", "ndjson" ->
                    JsonNoteFormat.lines(in, reader, writer, request.fields(), request.patientField());
                case "json" -> JsonNoteFormat.array(in, reader, writer, request.fields(), request.patientField());
                case "csv" -> new CsvNoteFormat(in, reader, writer, request.fields(), request.patientField());
                case "hl7" -> hl7(request, reader, writer);
                default -> text(request, reader, writer);
            };
        } catch (IOException | RuntimeException e) {
            reader.close();
            writer.close();
            throw e;
        }
    }

    private static NoteFormat hl7(Request request, BufferedReader reader, Writer writer) {
        requireNoFields(request);
        return new Hl7NoteFormat(request.in(), reader, writer);
    }

    /** A standard says where text and patient stand; a flag that would do nothing is refused. */
    private static void requireNoFields(Request request) {
        if (!request.fields().isEmpty() || request.patientField().isPresent()) {
            throw new InvalidFileException(
                    request.in(),
                    request.fields().isEmpty() ? "--patient" : "--field",
                    "FHIR and HL7 v2 say themselves where text and patient stand; leave the flag out");
        }
    }

    private static NoteFormat text(Request request, BufferedReader reader, Writer writer) {
        if (!request.fields().isEmpty()) {
            throw new InvalidFileException(
                    request.in(),
                    "--field " + request.fields().get(0),
                    "a text file has no fields; leave the flag out, or give a .jsonl, .json, .csv or .parquet file");
        }
        return new TextNoteFormat(request.in(), reader, writer);
    }

    private static InputStream opened(Path in) throws IOException {
        return in.toString().equals(STREAM) ? System.in : Files.newInputStream(in);
    }

    private static FhirNoteFormat.Source source(Path in) throws IOException {
        if (!in.toString().equals(STREAM)) {
            return () -> reader(in, Files.newInputStream(in));
        }
        SpooledInput spooled = new SpooledInput(System.in);
        return () -> reader(in, spooled.open());
    }

    private static BufferedReader reader(Path in, InputStream stream) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                stream,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        reader.mark(1);
        try {
            int first = reader.read();
            if (first < 0) {
                reader.close();
                throw new InvalidFileException(in, "", "the file is empty, expected text");
            }
            if (first != '\uFEFF') {
                reader.reset();
            }
        } catch (CharacterCodingException e) {
            reader.close();
            throw notUtf8(in);
        }
        return reader;
    }

    private static Writer writer(Path out) throws IOException {
        OutputStream stream = out.toString().equals(STREAM) ? new Unclosed(System.out) : Files.newOutputStream(out);
        return new BufferedWriter(new OutputStreamWriter(
                stream, StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)));
    }

    /** Standard output belongs to the process. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    static InvalidFileException notUtf8(Path in) {
        return new InvalidFileException(
                in, "", "not UTF-8; convert the file, for example with iconv -f WINDOWS-1252 -t UTF-8");
    }
}
