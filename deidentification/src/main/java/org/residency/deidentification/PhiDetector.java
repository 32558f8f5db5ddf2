package org.residency.deidentification;

import java.util.List;

/** One rule or a family of rules that finds identifiers in a text; it never changes the text. */
interface PhiDetector {
    /** Adds the places where identifiers stand, in any order, overlapping or not. */
    void detect(Tokens tokens, List<PhiSpan> spans);
}
