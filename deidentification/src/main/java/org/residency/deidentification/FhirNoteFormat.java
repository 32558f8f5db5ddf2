package org.residency.deidentification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A bundle of FHIR R4 as JSON, or one resource of it; each resource is a note. The bundle is held in memory, for a name in
 * its last resource is looked for in its first. Jackson's tree serves: it keeps the order of fields and every number as it
 * stands, and the model of HAPI FHIR would be sixty megabytes for the same fields.
 */
final class FhirNoteFormat implements NoteFormat {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));
    private static final String PATIENT = "Patient/";

    private final Path file;
    private final BufferedReader in;
    private final Writer out;
    private final IdentityHashMap<ObjectNode, Boolean> leftOut = new IdentityHashMap<>();
    private final Map<String, String> pseudonyms = new HashMap<>();
    private final Map<String, List<String>> namesByPatient = new HashMap<>();
    private final List<String> namesOfOthers = new ArrayList<>();
    private ObjectNode whole;
    private Iterator<ObjectNode> resources;
    private long number;

    FhirNoteFormat(Path file, BufferedReader in, Writer out) {
        this.file = file;
        this.in = in;
        this.out = out;
    }

    @Override
    public Optional<NoteRecord> next() throws IOException {
        if (whole == null) {
            read();
        }
        if (!resources.hasNext()) {
            return Optional.empty();
        }
        number++;
        ObjectNode resource = resources.next();
        FhirResource fields = new FhirResource(resource);
        Optional<String> patient = patientOf(resource);
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Function<DeidentifiedText, String>> forms = new LinkedHashMap<>();
        fields.texts().forEach((place, text) -> {
            texts.put(place, text.plain());
            forms.put(place, text.form());
        });
        List<String> names = new ArrayList<>(namesOfOthers);
        patient.ifPresent(key -> names.addAll(namesByPatient.getOrDefault(key, List.of())));
        return Optional.of(new NoteRecord("resource " + number, texts, fields.values(), patient, names, forms, fields));
    }

    private void read() throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new InvalidFileException(file, "line " + line, "broken JSON; mend the file at this place");
        }
        if (!(root instanceof ObjectNode object) || !object.path("resourceType").isTextual()) {
            throw new InvalidFileException(
                    file, "resourceType", "missing, expected a FHIR R4 bundle or resource as one JSON object");
        }
        whole = object;
        List<ObjectNode> found = new ArrayList<>();
        if (object.path("resourceType").asText().equals("Bundle")) {
            object.path("entry").forEach(entry -> {
                if (entry.path("resource") instanceof ObjectNode resource) {
                    found.add(resource);
                }
            });
        } else {
            found.add(object);
        }
        for (ObjectNode resource : found) {
            List<String> names = FhirResource.names(resource);
            if (resource.path("resourceType").asText().equals("Patient")) {
                namesByPatient
                        .computeIfAbsent(PATIENT + resource.path("id").asText(), key -> new ArrayList<>())
                        .addAll(names);
            } else {
                namesOfOthers.addAll(names);
            }
        }
        resources = found.iterator();
    }

    /** The patient a resource is of; where the bundle has one patient alone, that one. */
    private Optional<String> patientOf(ObjectNode resource) {
        if (resource.path("resourceType").asText().equals("Patient")) {
            return Optional.of(PATIENT + resource.path("id").asText());
        }
        for (String field : List.of("subject", "patient", "beneficiary", "individual", "for")) {
            String reference = resource.path(field).path("reference").asText();
            int at = reference.lastIndexOf(PATIENT);
            if (at >= 0) {
                return Optional.of(reference.substring(at).replaceFirst("/_history/.*", ""));
            }
        }
        return namesByPatient.size() == 1
                ? Optional.of(namesByPatient.keySet().iterator().next())
                : Optional.empty();
    }

    @Override
    public void write(NoteRecord record, Map<String, String> replaced, Optional<String> pseudonym) {
        ((FhirResource) record.row()).set(replaced);
        pseudonym.ifPresent(name -> pseudonyms.put(record.patientKey().orElseThrow(), name));
    }

    @Override
    public void leaveOut(NoteRecord record) {
        leftOut.put(((FhirResource) record.row()).resource(), true);
    }

    @Override
    public void finish() throws IOException {
        if (whole.path("entry") instanceof ArrayNode entries) {
            for (Iterator<JsonNode> entry = entries.iterator(); entry.hasNext(); ) {
                if (entry.next().path("resource") instanceof ObjectNode resource && leftOut.containsKey(resource)) {
                    entry.remove();
                }
            }
        } else if (leftOut.containsKey(whole)) {
            whole.removeAll();
        }
        new FhirReferences(pseudonyms).replaceIn(whole);
        out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole));
        out.write('\n');
        out.flush();
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
