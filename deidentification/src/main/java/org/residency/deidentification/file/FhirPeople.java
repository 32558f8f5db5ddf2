package org.residency.deidentification.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom the resources of a file speak of, gathered before the first of them is de-identified: a name in the last resource is
 * looked for in the first. Names and ids are held, no texts.
 */
final class FhirPeople {
    private static final String PATIENT = "Patient/";
    private static final List<String> WHOSE = List.of("subject", "patient", "beneficiary", "individual", "for");

    private final Map<String, List<String>> namesByPatient = new HashMap<>();
    private final List<String> namesOfOthers = new ArrayList<>();

    void meet(ObjectNode resource) {
        List<String> names = FhirResource.names(resource);
        if (isPatient(resource)) {
            namesByPatient
                    .computeIfAbsent(key(resource), key -> new ArrayList<>())
                    .addAll(names);
        } else {
            namesOfOthers.addAll(names);
        }
    }

    /** The names to look for in what is told of a patient. */
    List<String> namesAround(Optional<String> patient) {
        List<String> names = new ArrayList<>(namesOfOthers);
        patient.ifPresent(key -> names.addAll(namesByPatient.getOrDefault(key, List.of())));
        return names;
    }

    /** {@code Patient/ID} of the patient that a resource is of; where there is one patient alone, that one. */
    Optional<String> patientOf(ObjectNode resource) {
        if (isPatient(resource)) {
            return Optional.of(key(resource));
        }
        for (String field : WHOSE) {
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

    /** Whether an id, as it stands behind {@code urn:uuid:}, is a patient's. */
    boolean isPatient(String id) {
        return namesByPatient.containsKey(PATIENT + id);
    }

    private static boolean isPatient(JsonNode resource) {
        return resource.path("resourceType").asText().equals("Patient");
    }

    private static String key(ObjectNode patient) {
        return PATIENT + patient.path("id").asText();
    }
}
