package org.residency.dataset;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One case to learn from: the question put to the clinician, the reasoning, the answer.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of everything else, so a case cannot be changed and keep it
 * @param question the case as the model is shown it; never blank
 * @param reasoning what leads to the answer; empty when the source has none
 * @param answer the full answer; never blank
 * @param reference the short answer that a program can check, where the source has one
 * @param patientKey who the case is about, where known; cases of one patient never part
 * @param predefinedSplit the part that the source itself assigns, where it does
 * @param groups tags by which results are told apart (site, sex, condition), sorted by name
 * @param cues findings that good reasoning mentions; a metric looks for them, a reward never does
 */
public record ClinicalCase(
        String id,
        String question,
        String reasoning,
        String answer,
        Optional<String> reference,
        Optional<String> patientKey,
        Optional<SplitName> predefinedSplit,
        SortedMap<String, String> groups,
        List<String> cues) {

    public ClinicalCase {
        if (question.isBlank()) {
            throw new IllegalArgumentException("question is blank, expected the text of a case");
        }
        if (answer.isBlank()) {
            throw new IllegalArgumentException("answer is blank, expected the text of an answer");
        }
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        cues = List.copyOf(cues);
        String expected =
                CaseLine.idOf(question, reasoning, answer, reference, patientKey, predefinedSplit, groups, cues);
        if (!id.equals(expected)) {
            throw new IllegalArgumentException(
                    "id is " + id + ", expected " + expected + ", the digest of the content");
        }
    }

    /** A case of this content, with the id that follows from it. */
    public static ClinicalCase of(
            String question,
            String reasoning,
            String answer,
            Optional<String> reference,
            Optional<String> patientKey,
            Optional<SplitName> predefinedSplit,
            Map<String, String> groups,
            List<String> cues) {
        SortedMap<String, String> sorted = new TreeMap<>(groups);
        return new ClinicalCase(
                CaseLine.idOf(question, reasoning, answer, reference, patientKey, predefinedSplit, sorted, cues),
                question,
                reasoning,
                answer,
                reference,
                patientKey,
                predefinedSplit,
                sorted,
                cues);
    }

    /** The same case in other words, as de-identification leaves it; its id is new, for its content is. */
    public ClinicalCase withTexts(
            String question,
            String reasoning,
            String answer,
            Optional<String> reference,
            Optional<String> patientKey,
            List<String> cues) {
        return of(question, reasoning, answer, reference, patientKey, predefinedSplit, groups, cues);
    }
}
