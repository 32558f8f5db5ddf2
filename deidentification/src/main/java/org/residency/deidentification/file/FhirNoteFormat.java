package org.residency.deidentification.file;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.InvalidFileException;

/**
 * FHIR R4 as JSON: a bundle, one resource, or resources one a line (Bulk Data's NDJSON); each resource is a note. The file is
 * read twice, first for the people in it, and no more than the resources at hand are held. Jackson's tree serves: it keeps the
 * order of fields and every number as it stands, and the model of HAPI FHIR would be sixty megabytes for the same fields.
 */
final class FhirNoteFormat implements NoteFormat {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            // A tree would keep the last of two fields of one name, and the first would be gone unseen.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** Opens a text anew. */
    interface Source {
        Reader open() throws IOException;
    }

    /**
     * What a note came from.
     *
     * @param before entries of the bundle without a resource, which stand between the note before and this one
     * @param whole the resource, or the entry of the bundle that it stands in
     */
    private record Row(List<ObjectNode> before, ObjectNode whole, FhirResource resource) {}

    private final Path file;
    private final Source source;
    private final boolean lines;
    private final FhirPeople people = new FhirPeople();
    private final FhirReferences references;
    private final JsonGenerator out;
    private final List<ObjectNode> withoutResource = new ArrayList<>();
    private boolean bundle;
    private boolean wrote;
    private JsonParser in;
    private long number;

    /**
     * @param lines whether each line is a resource
     * @param pseudonym what stands for a patient's key
     */
    FhirNoteFormat(Path file, Source source, Writer out, boolean lines, UnaryOperator<String> pseudonym)
            throws IOException {
        this.file = file;
        this.source = source;
        this.lines = lines;
        this.references = new FhirReferences(people, pseudonym);
        this.out = JSON.getFactory().createGenerator(out);
        if (lines) {
            this.out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        } else {
            this.out.useDefaultPrettyPrinter();
        }
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        try {
            if (in == null) {
                meetPeople();
                in = JSON.createParser(source.open());
                in.nextToken();
                if (bundle) {
                    out.writeStartObject();
                    copyFieldsUntilEntries();
                }
            }
            for (Optional<ObjectNode> whole = read(); whole.isPresent(); whole = read()) {
                JsonNode resource = bundle ? whole.get().path("resource") : whole.get();
                if (resource instanceof ObjectNode object) {
                    return Optional.of(note(whole.get(), new FhirResource(object)));
                }
                withoutResource.add(whole.get());
            }
            return Optional.empty();
        } catch (StreamConstraintsException e) {
            throw new InvalidFileException(
                    file,
                    "line " + e.getLocation().getLineNr(),
                    "a text of more than 20 million characters, or objects a thousand deep; take it out");
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private NoteRecord note(ObjectNode whole, FhirResource fields) {
        number++;
        Optional<String> patient = people.patientOf(fields.resource());
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Function<DeidentifiedText, String>> forms = new LinkedHashMap<>();
        fields.texts().forEach((place, text) -> {
            texts.put(place, text.plain());
            forms.put(place, text.form());
        });
        List<ObjectNode> before = List.copyOf(withoutResource);
        withoutResource.clear();
        return new NoteRecord(
                "resource " + number,
                texts,
                fields.values(),
                patient,
                people.namesAround(patient),
                forms,
                new Row(before, whole, fields));
    }

    /** Everybody whom the file names, and whether it is a bundle. */
    private void meetPeople() throws IOException {
        if (lines) {
            try (JsonParser parser = JSON.createParser(source.open())) {
                while (parser.nextToken() != null) {
                    meet(object(parser));
                }
            }
            return;
        }
        try (JsonParser parser = JSON.createParser(source.open())) {
            bundle = meetEntries(parser).equals("Bundle");
            if (parser.nextToken() != null) {
                throw new InvalidFileException(
                        file,
                        "line " + parser.currentLocation().getLineNr(),
                        "something stands behind the resource; give resources one a line as .fhir.ndjson");
            }
        }
        if (!bundle) {
            try (JsonParser parser = JSON.createParser(source.open())) {
                parser.nextToken();
                meet(object(parser));
            }
        }
    }

    /** Returns the type of the resource that holds them. */
    private String meetEntries(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw notFhir();
        }
        String type = "";
        boolean misshapen = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("resourceType")) {
                type = parser.getText();
            } else if (field.equals("entry") && parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (object(parser).path("resource") instanceof ObjectNode resource) {
                        people.meet(resource);
                    }
                }
            } else {
                misshapen |= field.equals("entry");
                parser.skipChildren();
            }
        }
        if (type.isEmpty()) {
            throw notFhir();
        }
        if (misshapen && type.equals("Bundle")) {
            throw new InvalidFileException(file, "entry", "not an array, expected the entries of the bundle");
        }
        return type;
    }

    private void meet(ObjectNode resource) {
        if (!resource.path("resourceType").isTextual()) {
            throw notFhir();
        }
        people.meet(resource);
    }

    private ObjectNode object(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return JSON.readTree(parser);
        }
        throw new InvalidFileException(
                file,
                "line " + parser.currentLocation().getLineNr(),
                "expected a resource as a JSON object, or an entry of a bundle");
    }

    /** Leaves off inside of the array of entries, or at the end of the bundle. */
    private void copyFieldsUntilEntries() throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            out.writeFieldName(field);
            if (in.nextToken() == JsonToken.START_ARRAY && field.equals("entry")) {
                out.writeStartArray();
                in.nextToken();
                return;
            }
            JsonNode value = JSON.readTree(in);
            references.replaceIn(field, value);
            JSON.writeTree(out, value);
        }
    }

    /** The next entry or resource; the parser stands at its beginning, and then behind it. */
    private Optional<ObjectNode> read() throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return Optional.empty();
        }
        ObjectNode whole = JSON.readTree(in);
        in.nextToken();
        return Optional.of(whole);
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) throws IOException {
        Row row = (Row) record.row();
        row.resource().set(replaced);
        write(row.before());
        write(List.of(row.whole()));
    }

    @Override
    public void leaveOut(NoteRecord record) throws IOException {
        write(((Row) record.row()).before());
    }

    private void write(List<ObjectNode> elements) throws IOException {
        for (ObjectNode element : elements) {
            references.replaceIn("entry", element);
            JSON.writeTree(out, element);
            wrote = true;
        }
    }

    @Override
    public void finish() throws IOException {
        if (bundle) {
            if (in.currentToken() == JsonToken.END_ARRAY) {
                write(withoutResource);
                out.writeEndArray();
                copyFieldsUntilEntries();
            }
            out.writeEndObject();
        } else if (!lines && !wrote) {
            out.writeStartObject();
            out.writeEndObject();
        }
        out.writeRaw('\n');
        out.flush();
    }

    private InvalidFileException broken(JsonProcessingException e) {
        long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        return new InvalidFileException(file, "line " + line, "broken JSON; mend the file at this place");
    }

    private InvalidFileException notFhir() {
        return new InvalidFileException(
                file, "resourceType", "missing, expected a FHIR R4 bundle or resource as one JSON object");
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
        out.close();
    }
}
