package org.residency.deidentification.quality;

import java.util.List;

/**
 * A note of which somebody has said what is an identifier and what is medicine.
 *
 * @param id its name in the file
 * @param text the note without its marks
 * @param identifiers what must go, ascending
 * @param terms what must stay, ascending
 */
public record MarkedNote(String id, String text, List<Mark> identifiers, List<Mark> terms) {
    public MarkedNote {
        identifiers = List.copyOf(identifiers);
        terms = List.copyOf(terms);
    }

    /**
     * A marked place.
     *
     * @param kind for an identifier its class, or {@code PATIENT} for the full name of the patient; {@code TERM} else
     * @param start first char
     * @param end one past the last
     */
    public record Mark(String kind, int start, int end) {}
}
