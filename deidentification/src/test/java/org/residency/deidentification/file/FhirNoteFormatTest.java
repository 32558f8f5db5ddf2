package org.residency.deidentification.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.residency.deidentification.Auditor;
import org.residency.deidentification.DeidentificationKey;
import org.residency.deidentification.Deidentifier;
import org.residency.deidentification.InvalidFileException;
import org.residency.deidentification.KnownPatients;
import org.residency.deidentification.ReplacementMode;

class FhirNoteFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private static final String LETTER = "Dear Dr. Quorlander: today Zyxwell coughs. Lisinopril 10 mg.";
    private static final String BUNDLE =
            """
            {"resourceType":"Bundle","type":"collection","entry":[
             {"fullUrl":"http://h.example/Patient/zx-77","resource":{"resourceType":"Patient","id":"zx-77","active":true,
              "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p class='a'>Patient: <b>Ottilie</b> <i>Zyxwell</i>&#160;&amp; son</p><br/><table><tr><td>MRN</td><td>48219937</td></tr></table></div>"},
              "identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"urn:oid:1.2","value":"48219937"}],
              "name":[{"use":"official","family":"Zyxwell","given":["Ottilie","May"]}],
              "telecom":[{"system":"phone","value":"614-555-0142","use":"home"},{"system":"email","value":"oz@example.org"}],
              "gender":"female","birthDate":"1951-02-14",
              "address":[{"line":["12 Elm Street"],"city":"Tullamore","state":"OH","postalCode":"43004","country":"US"}],
              "contact":[{"name":{"text":"Quang Zyxwell"},"telecom":[{"system":"phone","value":"614-555-0177"}]}]}},
             {"resource":{"resourceType":"Observation","id":"o1","status":"final","subject":{"reference":"Patient/zx-77","display":"Ottilie Zyxwell"},
              "code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin"}],"text":"Hemoglobin"},
              "effectiveDateTime":"2024-03-04T10:30:00+01:00","valueQuantity":{"value":9.80,"unit":"g/dL"},
              "note":[{"text":"Zyxwell was pale; Parkinson disease is stable."}]}},
             {"resource":{"resourceType":"DiagnosticReport","id":"d1","status":"final","subject":{"reference":"Patient/zx-77"},
              "performer":[{"reference":"Practitioner/p9","display":"Dr. Aurelio Quorlander"}],
              "conclusion":"Pneumonia, told to Mr. Vexleyman on 3/4/2024.",
              "presentedForm":[{"contentType":"text/plain","data":"LETTER"},{"contentType":"application/pdf","data":"JVBERi0="}]}},
             {"resource":{"resourceType":"Practitioner","id":"p9","name":[{"family":"Quorlander","given":["Aurelio"],"prefix":["Dr."]}]}}]}
            """.replace("LETTER", Base64.getEncoder().encodeToString(LETTER.getBytes(StandardCharsets.UTF_8)));

    @TempDir
    Path folder;

    @Test
    void replacesNarrativesNamedFieldsAndNotesAndLeavesTheRest() throws IOException {
        JsonNode out = deidentify(BUNDLE, ReplacementMode.MASK);
        JsonNode patient = out.at("/entry/0/resource");

        assertThat(patient.at("/text/div").asText())
                .isEqualTo(
                        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p class='a'>Patient: <b>[NAME]</b><i></i>"
                                + "&#160;&amp; son</p><br/><table><tr><td>MRN</td><td>[MEDICAL_RECORD]</td></tr></table></div>");
        assertThat(patient.at("/identifier/0/value").asText()).isEqualTo("[MEDICAL_RECORD]");
        assertThat(patient.at("/identifier/0/system").asText()).isEqualTo("urn:oid:1.2");
        assertThat(patient.at("/name/0").toString())
                .isEqualTo("{\"use\":\"official\",\"family\":\"[NAME]\",\"given\":[\"[NAME]\",\"[NAME]\"]}");
        assertThat(patient.at("/telecom/1/value").asText()).isEqualTo("[EMAIL]");
        assertThat(patient.at("/address/0/state").asText()).isEqualTo("OH");
        assertThat(patient.at("/address/0/city").asText()).isEqualTo("[GEOGRAPHY]");
        assertThat(patient.at("/contact/0/name/text").asText()).isEqualTo("[NAME]");
        assertThat(out.at("/entry/1/resource/code/coding/0/display").asText()).isEqualTo("Hemoglobin");
        assertThat(out.at("/entry/1/resource/note/0/text").asText())
                .isEqualTo("[NAME] was pale; Parkinson disease is stable.");
        assertThat(out.at("/entry/2/resource/conclusion").asText())
                .isEqualTo("Pneumonia, told to Mr. [NAME] on [DATE].");
        assertThat(out.toString())
                .doesNotContain(
                        "Zyxwell", "Ottilie", "Quorlander", "Vexleyman", "48219937", "zx-77", "Tullamore", "oz@")
                .contains("\"value\":9.80");
    }

    @Test
    void readsTheTextOfAnAttachmentAndTakesOutWhatItCannotRead() throws IOException {
        JsonNode forms = deidentify(BUNDLE, ReplacementMode.MASK).at("/entry/2/resource/presentedForm");

        assertThat(new String(Base64.getDecoder().decode(forms.at("/0/data").asText()), StandardCharsets.UTF_8))
                .isEqualTo("Dear Dr. [NAME]: today [NAME] coughs. Lisinopril 10 mg.");
        assertThat(forms.at("/1/data").isMissingNode()).isTrue();
        assertThat(forms.at("/1/_data/extension/0/valueCode").asText()).isEqualTo("masked");
    }

    @Test
    void keepsReferencesTogetherAndDatesValid() throws IOException {
        JsonNode out = deidentify(BUNDLE, ReplacementMode.SURROGATE);
        String id = out.at("/entry/0/resource/id").asText();

        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(out.at("/entry/0/fullUrl").asText()).isEqualTo("http://h.example/Patient/" + id);
        assertThat(out.at("/entry/1/resource/subject/reference").asText()).isEqualTo("Patient/" + id);
        assertThat(out.at("/entry/2/resource/performer/0/reference").asText()).isEqualTo("Practitioner/p9");
        assertThat(out.at("/entry/0/resource/birthDate").asText()).matches("19\\d\\d-\\d\\d-\\d\\d");
        assertThat(out.at("/entry/1/resource/effectiveDateTime").asText())
                .matches("202\\d-\\d\\d-\\d\\dT10:30:00\\+01:00")
                .isNotEqualTo("2024-03-04T10:30:00+01:00");
        List<String> before = new ArrayList<>();
        new ObjectMapper().readTree(BUNDLE).at("/entry/0/resource").fieldNames().forEachRemaining(before::add);
        List<String> after = new ArrayList<>();
        out.at("/entry/0/resource").fieldNames().forEachRemaining(after::add);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNoFhir() throws IOException {
        assertThatThrownBy(() -> deidentify("{\"a\":\"Zyxwell\"}", ReplacementMode.MASK))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("resourceType")
                .message()
                .doesNotContain("Zyxwell");
        assertThatThrownBy(() -> deidentify("{\"resourceType\": Zyxwell}", ReplacementMode.MASK))
                .hasMessageContaining("broken JSON")
                .message()
                .doesNotContain("Zyxwell");
    }

    @Test
    void readsResourcesOneALine() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (JsonNode entry : new ObjectMapper().readTree(BUNDLE).path("entry")) {
            lines.append(entry.path("resource")).append('\n');
        }
        Path in = Files.writeString(folder.resolve("in.fhir.ndjson"), lines);
        Path out = folder.resolve("out.fhir.ndjson");
        run(in, out, ReplacementMode.MASK);

        JsonNode bundle = deidentify(BUNDLE, ReplacementMode.MASK);
        List<String> clean = Files.readAllLines(out);
        assertThat(clean).hasSize(4);
        for (int i = 0; i < clean.size(); i++) {
            assertThat(JSON.readTree(clean.get(i))).isEqualTo(bundle.at("/entry/" + i + "/resource"));
        }
    }

    @Test
    void keepsTheOrderOfABundleAndWhatStandsAroundItsEntries() throws IOException {
        String bundle = """
                {"type":"batch","entry":[
                 {"request":{"method":"DELETE","url":"Patient/zx-77"}},
                 {"fullUrl":"urn:uuid:zx-77","resource":{"resourceType":"Patient","id":"zx-77"},
                  "request":{"method":"PUT","url":"Patient?identifier=48219937","ifNoneExist":"identifier=48219937"}},
                 {"response":{"status":"201","location":"http://h.example/Patient/zx-77/_history/1"}}],
                 "link":[{"relation":"self","url":"http://h.example/Observation?patient=zx-77"}],
                 "total":3.10,"resourceType":"Bundle"}
                """;
        JsonNode out = deidentify(bundle, ReplacementMode.MASK);
        String id = out.at("/entry/1/resource/id").asText();

        List<String> fields = new ArrayList<>();
        out.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("type", "entry", "link", "total", "resourceType");
        assertThat(out.at("/entry/0/request/url").asText()).isEqualTo("Patient/" + id);
        assertThat(out.at("/entry/1/fullUrl").asText()).isEqualTo("urn:uuid:" + id);
        assertThat(out.at("/entry/2/response/location").asText())
                .isEqualTo("http://h.example/Patient/" + id + "/_history/1");
        assertThat(out.at("/link/0/url").asText()).startsWith("http://h.example/Observation?identifier=");
        assertThat(out.toString()).contains("3.10").doesNotContain("zx-77", "48219937");
    }

    @Test
    void refusesWhatAReaderCouldTakeTwoWays() {
        assertThatThrownBy(() -> deidentify(
                        "{\"resourceType\":\"Patient\",\"id\":\"Zyxwell\",\"id\":\"p\"}", ReplacementMode.MASK))
                .hasMessageContaining("line 1")
                .message()
                .doesNotContain("Zyxwell");
        assertThatThrownBy(() ->
                        deidentify("{\"resourceType\":\"Bundle\",\"entry\":{\"resource\":{}}}", ReplacementMode.MASK))
                .hasMessageContaining("entry: not an array");
        assertThatThrownBy(() -> deidentify(
                        "{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Patient\"}", ReplacementMode.MASK))
                .hasMessageContaining(".fhir.ndjson");
    }

    @Test
    void readsStandardInputTwiceAsWell() throws IOException {
        JsonNode expected = deidentify(BUNDLE, ReplacementMode.MASK);
        InputStream usual = System.in;
        try {
            System.setIn(new ByteArrayInputStream(BUNDLE.getBytes(StandardCharsets.UTF_8)));
            Path out = folder.resolve("from-stream.json");
            new DeidentifyFile(deidentifier(ReplacementMode.MASK), new Auditor())
                    .run(new DeidentifyFile.Request(
                            Path.of("-"),
                            out,
                            Optional.of("fhir"),
                            List.of(),
                            Optional.empty(),
                            2,
                            0,
                            true,
                            KnownPatients.none()));
            assertThat(JSON.readTree(out.toFile())).isEqualTo(expected);
        } finally {
            System.setIn(usual);
        }
    }

    private JsonNode deidentify(String bundle, ReplacementMode mode) throws IOException {
        Path in = Files.writeString(folder.resolve("in.fhir.json"), bundle);
        Path out = folder.resolve("out.fhir.json");
        run(in, out, mode);
        return JSON.readTree(out.toFile());
    }

    private static void run(Path in, Path out, ReplacementMode mode) throws IOException {
        new DeidentifyFile(deidentifier(mode), new Auditor()).run(in, out, List.of(), Optional.empty());
    }

    private static Deidentifier deidentifier(ReplacementMode mode) {
        return new Deidentifier(DeidentificationKey.of(new byte[32]), mode);
    }
}
