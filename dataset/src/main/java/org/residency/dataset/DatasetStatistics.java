package org.residency.dataset;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dataset in numbers: nothing of any text but how long it is. Of a group's values only those that {@value
 * #FEWEST_TO_NAME} cases share are named.
 *
 * @param rows rows in the source; 0 where that is not known
 * @param dropped rows that did not become cases, by reason
 * @param cases by split
 * @param patients different patients, where cases name them
 * @param mostOfOnePatient the most cases that one patient has
 * @param groups group to value to split to cases
 * @param lengths of question, reasoning and answer, in characters
 * @param words in all texts together
 * @param replaced identifiers that were replaced, by class
 * @param audited cases that were audited; 0 where that is not known
 * @param quarantined cases that the audit had put aside
 * @param findings of the audit, by class
 */
public record DatasetStatistics(
        int rows,
        SortedMap<String, Integer> dropped,
        SortedMap<SplitName, Integer> cases,
        int patients,
        int mostOfOnePatient,
        SortedMap<String, SortedMap<String, SortedMap<SplitName, Integer>>> groups,
        SortedMap<String, Histogram> lengths,
        long words,
        SortedMap<String, Integer> replaced,
        int audited,
        int quarantined,
        SortedMap<String, Integer> findings) {

    /** A value of fewer cases could tell who they are of. */
    static final int FEWEST_TO_NAME = 5;

    /** What became of rows before they were cases of this dataset, where somebody knows it. */
    public record History(
            int rows,
            Map<String, Integer> dropped,
            Map<String, Integer> replaced,
            int audited,
            int quarantined,
            Map<String, Integer> findings) {

        /** Nobody knows. */
        public static History unknown() {
            return new History(0, Map.of(), Map.of(), 0, 0, Map.of());
        }
    }

    public DatasetStatistics {
        dropped = new TreeMap<>(dropped);
        cases = new TreeMap<>(cases);
        groups = new TreeMap<>(groups);
        lengths = new TreeMap<>(lengths);
        replaced = new TreeMap<>(replaced);
        findings = new TreeMap<>(findings);
    }

    /** What is known of the rows before they were cases. */
    public History history() {
        return new History(rows, dropped, replaced, audited, quarantined, findings);
    }

    public int caseCount() {
        return cases.values().stream().mapToInt(Integer::intValue).sum();
    }
}
