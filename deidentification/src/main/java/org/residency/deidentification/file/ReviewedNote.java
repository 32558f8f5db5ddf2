package org.residency.deidentification.file;

import java.util.List;
import org.residency.deidentification.DeidentifiedText;

/**
 * A note as a reviewer sees it, before and after. It holds the patient's own words: for a person's eyes on this machine,
 * never for a log, a report or a record.
 *
 * @param number its place in the input, from 1
 * @param digest keyed digest of the note, 64 hexadecimal digits: says which note was seen, and nothing of it
 * @param findings how much the audit objected to
 */
public record ReviewedNote(long number, String digest, int findings, List<Field> fields) {
    public ReviewedNote {
        fields = List.copyOf(fields);
    }

    /** A text of the note: as it was, and what became of it. */
    public record Field(String name, String original, DeidentifiedText result) {
        @Override
        public String toString() {
            return "Field[" + name + "]";
        }
    }

    @Override
    public String toString() {
        return "ReviewedNote[" + number + "]";
    }
}
