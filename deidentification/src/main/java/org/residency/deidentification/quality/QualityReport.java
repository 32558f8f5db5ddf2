package org.residency.deidentification.quality;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How good de-identification was on marked notes.
 *
 * @param recallByClass identifiers of which nothing was left, by their kind
 * @param leakFreeNotes notes with identifiers of which none was left
 * @param keptTerms clinical terms that stood in the output as they were
 * @param unchangedCleanNotes notes without identifiers that came out byte for byte as they went in
 * @param misses where something went wrong; of places, not of text
 */
public record QualityReport(
        SortedMap<String, Proportion> recallByClass,
        Proportion leakFreeNotes,
        Proportion keptTerms,
        Proportion unchangedCleanNotes,
        List<Miss> misses) {
    public QualityReport {
        recallByClass = Collections.unmodifiableSortedMap(new TreeMap<>(recallByClass));
        misses = List.copyOf(misses);
    }

    /**
     * An identifier that was left, or a term that was not.
     *
     * @param noteId the note
     * @param kind the class of the identifier, or {@code TERM}
     * @param start first char in the note
     * @param end one past the last
     */
    public record Miss(String noteId, String kind, int start, int end) {}

    /** Recall of all kinds that {@code kinds} lists, together. */
    public Proportion recall(List<String> kinds) {
        long hits = 0;
        long of = 0;
        for (String kind : kinds) {
            Proportion each = recallByClass.getOrDefault(kind, new Proportion(0, 0));
            hits += each.hits();
            of += each.of();
        }
        return new Proportion(hits, of);
    }
}
