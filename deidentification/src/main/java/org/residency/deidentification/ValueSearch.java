package org.residency.deidentification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds many values in a text at once, whole and in any case of letters: a value is looked up by its first run of letters
 * and digits, so that the time follows the text and not the text times the values.
 */
final class ValueSearch {
    /** A value and how many marks it has before its first letter or digit. */
    private record Entry(int number, String folded, int marks) {}

    /**
     * Where a value stands.
     *
     * @param value its place in the order in which the values were given
     */
    record Hit(int value, int start, int end) {}

    private final Map<String, List<Entry>> byFirstRun = new HashMap<>();
    private final List<Entry> withoutRun = new ArrayList<>();

    ValueSearch(Collection<String> values) {
        int number = 0;
        for (String value : values) {
            String folded = PlainForm.folded(value);
            int from = 0;
            while (from < folded.length() && !Character.isLetterOrDigit(folded.charAt(from))) {
                from++;
            }
            Entry entry = new Entry(number++, folded, from);
            if (from == folded.length()) {
                withoutRun.add(entry);
            } else {
                byFirstRun
                        .computeIfAbsent(folded.substring(from, runEnd(folded, from)), run -> new ArrayList<>(1))
                        .add(entry);
            }
        }
    }

    /** Every place, in no particular order; {@code folded} is a text's {@link PlainForm#folded}. */
    List<Hit> in(String folded) {
        List<Hit> hits = new ArrayList<>();
        if (!byFirstRun.isEmpty()) {
            for (int at = 0; at < folded.length(); at++) {
                if (Character.isLetterOrDigit(folded.charAt(at))) {
                    int end = runEnd(folded, at);
                    for (Entry entry : byFirstRun.getOrDefault(folded.substring(at, end), List.of())) {
                        tryAt(folded, at - entry.marks(), entry, hits);
                    }
                    at = end;
                }
            }
        }
        for (Entry entry : withoutRun) {
            for (int at = folded.indexOf(entry.folded()); at >= 0; at = folded.indexOf(entry.folded(), at + 1)) {
                tryAt(folded, at, entry, hits);
            }
        }
        return hits;
    }

    private static void tryAt(String folded, int at, Entry entry, List<Hit> hits) {
        int end = at + entry.folded().length();
        if (at >= 0 && folded.startsWith(entry.folded(), at) && isBoundary(folded, at - 1) && isBoundary(folded, end)) {
            hits.add(new Hit(entry.number(), at, end));
        }
    }

    private static int runEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isBoundary(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
