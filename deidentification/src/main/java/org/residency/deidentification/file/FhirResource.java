package org.residency.deidentification.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.residency.deidentification.DeidentifiedText;
import org.residency.deidentification.PhiClass;

/**
 * The fields of one FHIR resource that say who somebody is, or may. Names, telecoms, addresses, identifiers and dates are
 * identifiers as a whole; every other string that is no code is text, for what nobody thought of shall not pass unread.
 */
final class FhirResource {
    /** What is chosen from a list, or points to a definition. */
    private static final Set<String> CODES = Set.of(
            "resourceType",
            "id",
            "code",
            "system",
            "status",
            "use",
            "url",
            "unit",
            "reference",
            "language",
            "version",
            "versionId",
            "profile",
            "contentType",
            "hash",
            "linkId",
            "mode",
            "gender",
            "type",
            "intent",
            "priority",
            "criticality",
            "severity",
            "category",
            "div",
            "instantiatesUri",
            "implicitRules",
            "source",
            "comparator",
            "rank",
            "state",
            "country",
            "fhirVersion",
            "onBehalfOf",
            "canonical",
            "valueCode",
            "valueUri",
            "valueUrl",
            "valueCanonical",
            "valueUnsignedInt",
            "valuePositiveInt");

    private static final Set<String> NAMES = Set.of("family", "given", "text");
    private static final Set<String> PLACES = Set.of("line", "city", "district", "postalCode", "text");
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(T.*)?|\\d{4}-\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final String MASKED = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /** A text in the form in which the rules read it, and the way back. */
    record Text(String plain, Function<DeidentifiedText, String> form) {}

    private final ObjectNode resource;
    private final Map<String, Text> texts = new LinkedHashMap<>();
    private final Map<String, NoteRecord.Value> values = new LinkedHashMap<>();
    private final Map<String, Consumer<String>> places = new LinkedHashMap<>();

    FhirResource(ObjectNode resource) {
        this.resource = resource;
        object(resource, "");
    }

    ObjectNode resource() {
        return resource;
    }

    Map<String, Text> texts() {
        return texts;
    }

    Map<String, NoteRecord.Value> values() {
        return values;
    }

    void set(Map<String, String> replaced) {
        replaced.forEach((place, text) -> places.get(place).accept(text));
    }

    /** The names that a person's resource gives, each as one. */
    static List<String> names(ObjectNode resource) {
        List<String> names = new ArrayList<>();
        for (JsonNode name : resource.path("name")) {
            StringBuilder whole = new StringBuilder(name.path("text").asText());
            name.path("given").forEach(given -> whole.append(' ').append(given.asText()));
            whole.append(' ').append(name.path("family").asText());
            if (!whole.toString().isBlank()) {
                names.add(whole.toString().strip());
            }
        }
        return names;
    }

    private void object(ObjectNode object, String path) {
        List<String> fields = new ArrayList<>();
        object.fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            JsonNode value = object.get(field);
            String place = path.isEmpty() ? field : path + "." + field;
            switch (field) {
                case "name", "contact" -> person(value, place, object, field);
                case "telecom" -> each(value, place, this::telecom);
                case "address" -> each(value, place, (node, at) -> parts(node, at, PLACES, PhiClass.GEOGRAPHY));
                case "identifier" -> each(value, place, this::identifier);
                case "photo" -> object.remove("photo");
                default -> any(object, field, value, place);
            }
        }
        if (object.path("data").isTextual() && object.has("contentType")) {
            attachment(object, path);
        }
    }

    /** A HumanName; a "name" that is a text is an organization's, and a "contact" is somebody with a name of their own. */
    private void person(JsonNode value, String place, ObjectNode owner, String field) {
        if (field.equals("contact")) {
            each(value, place, (node, at) -> object(node, at));
        } else if (value.isTextual()) {
            value(owner, field, place, PhiClass.GEOGRAPHY);
        } else {
            each(value, place, (node, at) -> parts(node, at, NAMES, PhiClass.NAME));
        }
    }

    private interface Visit {
        void at(ObjectNode node, String place);
    }

    private static void each(JsonNode value, String place, Visit visit) {
        if (value instanceof ObjectNode object) {
            visit.at(object, place);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            if (value.get(i) instanceof ObjectNode object) {
                visit.at(object, place + "[" + i + "]");
            }
        }
    }

    private void parts(ObjectNode object, String place, Set<String> wanted, PhiClass phiClass) {
        for (String field : wanted) {
            JsonNode value = object.path(field);
            if (value.isTextual()) {
                value(object, field, place + "." + field, phiClass);
            }
            for (int i = 0; value instanceof ArrayNode array && i < array.size(); i++) {
                int index = i;
                whole(
                        place + "." + field + "[" + i + "]",
                        phiClass,
                        array.get(i).asText(),
                        text -> array.set(index, TextNode.valueOf(text)));
            }
        }
        if (object.path("period") instanceof ObjectNode period) {
            object(period, place + ".period");
        }
    }

    private void telecom(ObjectNode telecom, String place) {
        PhiClass phiClass = switch (telecom.path("system").asText()) {
            case "fax" -> PhiClass.FAX;
            case "email" -> PhiClass.EMAIL;
            case "url" -> PhiClass.URL;
            default -> PhiClass.PHONE;
        };
        parts(telecom, place, Set.of("value"), phiClass);
    }

    private void identifier(ObjectNode identifier, String place) {
        PhiClass phiClass = switch (identifier
                .path("type")
                .path("coding")
                .path(0)
                .path("code")
                .asText()) {
            case "MR" -> PhiClass.MEDICAL_RECORD;
            case "SS" -> PhiClass.SSN;
            case "DL", "MD", "NPI" -> PhiClass.LICENCE;
            case "MB", "MC" -> PhiClass.HEALTH_PLAN;
            case "AN" -> PhiClass.ACCOUNT;
            default -> PhiClass.OTHER_ID;
        };
        parts(identifier, place, Set.of("value"), phiClass);
    }

    private void any(ObjectNode owner, String field, JsonNode value, String place) {
        if (value instanceof ObjectNode object) {
            object(object, place);
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                if (array.get(i) instanceof ObjectNode object) {
                    object(object, place + "[" + i + "]");
                } else if (array.get(i).isTextual() && !CODES.contains(field)) {
                    text(
                            place + "[" + i + "]",
                            array.get(i).asText(),
                            text -> array.set(index, TextNode.valueOf(text)));
                }
            }
        } else if (value.isTextual()) {
            string(owner, field, value.asText(), place);
        }
    }

    private void string(ObjectNode owner, String field, String value, String place) {
        if (field.equals("div")) {
            EncodedText xhtml = XhtmlText.of(value);
            texts.put(place, new Text(xhtml.plain(), xhtml::with));
            places.put(place, text -> owner.put(field, text));
        } else if (TIME.matcher(value).matches()) {
            Matcher time = TIME.matcher(value);
            String rest = time.matches() && time.group(2) != null ? time.group(2) : "";
            whole(
                    place,
                    PhiClass.DATE,
                    value.substring(0, value.length() - rest.length()),
                    text -> owner.put(field, DAY.matcher(text).matches() ? text + rest : text));
        } else if (field.equals("display") && !owner.has("code")) {
            // Of a reference, and so mostly somebody's name or a place's.
            value(owner, field, place, isPlace(owner) ? PhiClass.GEOGRAPHY : PhiClass.NAME);
        } else if (!CODES.contains(field) && !field.equals("display") && !field.equals("data")) {
            text(place, value, text -> owner.put(field, text));
        }
    }

    private static boolean isPlace(ObjectNode reference) {
        String target =
                reference.path("reference").asText() + reference.path("type").asText();
        return target.contains("Location") || target.contains("Organization");
    }

    private void text(String place, String value, Consumer<String> setter) {
        texts.put(place, new Text(value, DeidentifiedText::text));
        places.put(place, setter);
    }

    private void value(ObjectNode owner, String field, String place, PhiClass phiClass) {
        whole(place, phiClass, owner.get(field).asText(), text -> owner.put(field, text));
    }

    private void whole(String place, PhiClass phiClass, String value, Consumer<String> setter) {
        values.put(place, new NoteRecord.Value(phiClass, value));
        places.put(place, setter);
    }

    /** A text is read; what cannot be read is taken out, and FHIR's own extension says so. */
    private void attachment(ObjectNode attachment, String path) {
        String place = path + ".data";
        if (attachment.path("contentType").asText().startsWith("text/plain")) {
            try {
                String text = new String(
                        Base64.getMimeDecoder().decode(attachment.path("data").asText()), StandardCharsets.UTF_8);
                text(
                        place,
                        text,
                        clean -> attachment.put(
                                "data", Base64.getEncoder().encodeToString(clean.getBytes(StandardCharsets.UTF_8))));
                attachment.remove(List.of("hash", "size"));
                return;
            } catch (IllegalArgumentException e) {
                // Not Base64: it goes as what cannot be read.
            }
        }
        attachment.remove(List.of("data", "hash", "size"));
        attachment
                .putObject("_data")
                .putArray("extension")
                .addObject()
                .put("url", MASKED)
                .put("valueCode", "masked");
    }
}
