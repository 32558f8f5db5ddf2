package org.residency.activities.signoff;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * @param keyFingerprints a clinician's name to the fingerprint of their registered key
 */
public record Clinicians(SortedMap<String, String> keyFingerprints) {

    public Clinicians {
        keyFingerprints = new TreeMap<>(keyFingerprints);
    }
}
