package org.residency.deidentification;

import java.util.List;

/** One rule or a family of rules that finds identifiers in a text; it never changes the text. */
public interface PhiDetector {
    /** The places where identifiers stand, in any order, overlapping or not. */
    List<PhiSpan> detect(String text);
}
