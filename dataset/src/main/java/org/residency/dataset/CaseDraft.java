package org.residency.dataset;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A row whose columns have their meaning, before it is known to be fit; {@code reasoning} is absent with its column. */
record CaseDraft(
        String question,
        Optional<String> reasoning,
        String answer,
        Optional<String> reference,
        Optional<String> patientKey,
        Optional<SplitName> predefinedSplit,
        SortedMap<String, String> groups,
        List<String> cues) {

    ClinicalCase toCase() {
        return ClinicalCase.of(
                question, reasoning.orElse(""), answer, reference, patientKey, predefinedSplit, groups, cues);
    }
}
