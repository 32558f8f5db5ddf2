package org.residency.deidentification;

import java.util.List;

/**
 * A text without its identifiers.
 *
 * @param text what is left and what was put in
 * @param found where identifiers stood, as offsets into the text that went in, ascending, none overlapping
 * @param replaced where their replacements stand, as offsets into {@code text}; one for each found, in the same order
 */
public record DeidentifiedText(String text, List<PhiSpan> found, List<PhiSpan> replaced) {
    public DeidentifiedText {
        found = List.copyOf(found);
        replaced = List.copyOf(replaced);
    }
}
