package org.residency.deidentification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the hospital's own records say of patients and staff, one JSON object a line: {@code {"patient": "p7", "names":
 * ["Ann Ames"], "values": ["4821903", "1 Elm Street"]}}. A line without {@code patient} is of staff and counts for all.
 * Names are matched without accents, in any order and case, by initials, nicknames and with one slip of typing.
 */
public final class KnownPatients {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = WordSet.of("patient", "names", "values");

    private final Map<String, Entry> byPatient;
    private final Entry everybody;

    private record Entry(List<String> names, List<String> values) {
        static Entry empty() {
            return new Entry(new ArrayList<>(), new ArrayList<>());
        }
    }

    private KnownPatients(Map<String, Entry> byPatient, Entry everybody) {
        this.byPatient = byPatient;
        this.everybody = everybody;
    }

    /** Nobody. */
    public static KnownPatients none() {
        return new KnownPatients(Map.of(), Entry.empty());
    }

    /**
     * Reads a file of lines.
     *
     * @throws InvalidFileException when a line is no such object; it says the line and never quotes it
     */
    public static KnownPatients read(Path file) throws IOException {
        Map<String, Entry> byPatient = new HashMap<>();
        Entry everybody = Entry.empty();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                JsonNode object = parse(file, number, line);
                Entry entry = object.hasNonNull("patient")
                        ? byPatient.computeIfAbsent(object.get("patient").asText(), key -> Entry.empty())
                        : everybody;
                object.path("names").forEach(name -> entry.names().add(name.asText()));
                object.path("values").forEach(value -> entry.values().add(value.asText()));
            }
        }
        return new KnownPatients(byPatient, everybody);
    }

    private static JsonNode parse(Path file, int number, String line) {
        JsonNode object;
        try {
            object = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidFileException(file, "line " + number, "broken JSON; mend the file at this place");
        }
        List<String> unknown = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                unknown.add(name);
            }
        });
        boolean lists =
                (object.path("names").isMissingNode() || object.path("names").isArray())
                        && (object.path("values").isMissingNode()
                                || object.path("values").isArray());
        if (!object.isObject() || !unknown.isEmpty() || !lists) {
            throw new InvalidFileException(
                    file,
                    "line " + number,
                    "expected an object with patient (text), names and values (lists of texts) and nothing else");
        }
        return object;
    }

    public List<String> namesOf(String patientKey) {
        return both(
                everybody.names(),
                byPatient.getOrDefault(patientKey, Entry.empty()).names());
    }

    public List<String> valuesOf(String patientKey) {
        return both(
                everybody.values(),
                byPatient.getOrDefault(patientKey, Entry.empty()).values());
    }

    private static List<String> both(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
