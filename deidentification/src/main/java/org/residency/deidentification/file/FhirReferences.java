package org.residency.deidentification.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts pseudonyms in the place of patients' ids, in the patients themselves and wherever something refers to them. A query
 * in an address may name anybody by anything, so it becomes a pseudonym as a whole.
 */
final class FhirReferences {
    private static final Set<String> ADDRESSES = Set.of("reference", "fullUrl", "location", "ifNoneExist");
    /** Objects of a bundle whose {@code url} is an address; elsewhere it names a definition. */
    private static final Set<String> ADDRESSED = Set.of("request", "link");

    private static final String PATIENT = "Patient/";
    private static final String UUID = "urn:uuid:";

    private final FhirPeople people;
    private final UnaryOperator<String> pseudonym;

    /** @param pseudonym what stands for {@code Patient/ID} */
    FhirReferences(FhirPeople people, UnaryOperator<String> pseudonym) {
        this.people = people;
        this.pseudonym = pseudonym;
    }

    /** @param name of the field that holds {@code node}, or holds the array that it stands in */
    void replaceIn(String name, JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(element -> replaceIn(name, element));
        } else if (node instanceof ObjectNode object) {
            if (object.path("resourceType").asText().equals("Patient") && object.has("id")) {
                object.put("id", pseudonym.apply(PATIENT + object.path("id").asText()));
            }
            object.properties().forEach(field -> {
                if (field.getValue().isTextual() && isAddress(name, field.getKey())) {
                    field.setValue(TextNode.valueOf(replaced(field.getValue().asText(), field.getKey())));
                }
                replaceIn(field.getKey(), field.getValue());
            });
        }
    }

    private static boolean isAddress(String object, String field) {
        return ADDRESSES.contains(field) || (field.equals("url") && ADDRESSED.contains(object));
    }

    private String replaced(String address, String field) {
        int query = field.equals("ifNoneExist") ? 0 : address.indexOf('?') + 1;
        if (query > 0 || field.equals("ifNoneExist")) {
            return address.substring(0, query) + "identifier=" + pseudonym.apply(address);
        }
        int at = address.lastIndexOf(PATIENT);
        if (at < 0 && !address.startsWith(UUID)) {
            return address;
        }
        int from = at < 0 ? UUID.length() : at + PATIENT.length();
        int end = address.indexOf('/', from) < 0 ? address.length() : address.indexOf('/', from);
        String id = address.substring(from, end);
        return at < 0 && !people.isPatient(id)
                ? address
                : address.substring(0, from) + pseudonym.apply(PATIENT + id) + address.substring(end);
    }
}
