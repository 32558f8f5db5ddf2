package org.residency.dataset;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * How two datasets differ, by digest.
 *
 * @param same cases that are in both, to the last character
 * @param added cases in the second whose question the first does not have
 * @param removed cases in the first whose question the second does not have
 * @param changed cases of the second whose question the first has, with other text or tags
 * @param moved of the same and the changed ones, those that are in another split
 */
public record DatasetDifference(int same, int added, int removed, int changed, int moved) {

    /** What is remembered of a dataset: digests and splits. */
    public static final class Digests {
        private static final int QUESTION_DIGITS = 16;

        private final Map<String, SplitName> splitById = new HashMap<>();
        private final Map<String, String> questionById = new HashMap<>();
        private final Map<String, SplitName> splitByQuestion = new HashMap<>();

        public void add(SplitName split, ClinicalCase one) {
            String question = HexFormat.of()
                    .formatHex(CaseLine.sha256().digest(one.question().getBytes(StandardCharsets.UTF_8)))
                    .substring(0, QUESTION_DIGITS);
            splitById.put(one.id(), split);
            questionById.put(one.id(), question);
            splitByQuestion.putIfAbsent(question, split);
        }
    }

    public static DatasetDifference between(Digests first, Digests second) {
        int same = 0;
        int added = 0;
        int changed = 0;
        int moved = 0;
        for (Map.Entry<String, SplitName> entry : second.splitById.entrySet()) {
            SplitName former = first.splitById.get(entry.getKey());
            if (former != null) {
                same++;
            } else {
                former = first.splitByQuestion.get(second.questionById.get(entry.getKey()));
                changed += former == null ? 0 : 1;
                added += former == null ? 1 : 0;
            }
            moved += former == null || former == entry.getValue() ? 0 : 1;
        }
        int removed = (int) first.questionById.entrySet().stream()
                .filter(entry -> !second.splitById.containsKey(entry.getKey()))
                .filter(entry -> !second.splitByQuestion.containsKey(entry.getValue()))
                .count();
        return new DatasetDifference(same, added, removed, changed, moved);
    }
}
