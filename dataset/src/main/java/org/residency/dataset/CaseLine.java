package org.residency.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The canonical form of a case: one JSON object on one line, keys in a fixed order, absent values left out, no spaces.
 * Two cases are the same exactly when their lines are.
 */
final class CaseLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ID_DIGITS = 16;

    private CaseLine() {}

    static String of(ClinicalCase clinicalCase) {
        return write(
                Optional.of(clinicalCase.id()),
                clinicalCase.question(),
                clinicalCase.reasoning(),
                clinicalCase.answer(),
                clinicalCase.reference(),
                clinicalCase.patientKey(),
                clinicalCase.predefinedSplit(),
                clinicalCase.groups(),
                clinicalCase.cues());
    }

    static String idOf(
            String question,
            String reasoning,
            String answer,
            Optional<String> reference,
            Optional<String> patientKey,
            Optional<SplitName> predefinedSplit,
            SortedMap<String, String> groups,
            List<String> cues) {
        String line = write(
                Optional.empty(), question, reasoning, answer, reference, patientKey, predefinedSplit, groups, cues);
        byte[] digest = sha256().digest(line.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every Java runtime must have", e);
        }
    }

    private static String write(
            Optional<String> id,
            String question,
            String reasoning,
            String answer,
            Optional<String> reference,
            Optional<String> patientKey,
            Optional<SplitName> predefinedSplit,
            SortedMap<String, String> groups,
            List<String> cues) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            writeIfPresent(json, "id", id);
            json.writeStringField("question", question);
            json.writeStringField("reasoning", reasoning);
            json.writeStringField("answer", answer);
            writeIfPresent(json, "reference", reference);
            writeIfPresent(json, "patient", patientKey);
            writeIfPresent(json, "split", predefinedSplit.map(SplitName::key));
            if (!groups.isEmpty()) {
                json.writeObjectFieldStart("groups");
                for (Map.Entry<String, String> group : groups.entrySet()) {
                    json.writeStringField(group.getKey(), group.getValue());
                }
                json.writeEndObject();
            }
            if (!cues.isEmpty()) {
                json.writeArrayFieldStart("cues");
                for (String cue : cues) {
                    json.writeString(cue);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
        return line.toString();
    }

    private static void writeIfPresent(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
