package org.residency.deidentification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places and employers that are known by name: towns, hospitals, chains. Some are told wherever they stand, others are words
 * besides ("Reading", "Target") and are told only behind what leads to a place. Looked up by their first word.
 */
final class KnownPlaces {
    private static final KnownPlaces OF_THE_LIBRARY = read();

    /**
     * One name.
     *
     * @param parts its words and marks
     * @param sure whether it needs nothing before it
     */
    private record Entry(List<String> parts, boolean sure) {}

    private final Map<String, List<Entry>> byFirstWord = new HashMap<>();

    private KnownPlaces(List<String> lines) {
        for (String line : lines) {
            boolean sure = line.startsWith("sure:");
            for (String name : line.substring(line.indexOf(':') + 1).split(",", -1)) {
                List<String> parts = KeptTerms.parts(name.strip());
                byFirstWord
                        .computeIfAbsent(parts.get(0), word -> new ArrayList<>(1))
                        .add(new Entry(parts, sure));
            }
        }
        byFirstWord
                .values()
                .forEach(entries ->
                        entries.sort((a, b) -> b.parts().size() - a.parts().size()));
    }

    private static KnownPlaces read() {
        return new KnownPlaces(WordList.lines("known-places.txt"));
    }

    static KnownPlaces ofTheLibrary() {
        return OF_THE_LIBRARY;
    }

    /** Words that a place may begin with. */
    Set<String> firstWords() {
        return byFirstWord.keySet();
    }

    /** The token behind the place that begins at {@code i}, or {@code i}; {@code led} where something leads to a place. */
    int end(Tokens t, int i, boolean led) {
        List<Entry> entries = byFirstWord.get(t.folded(i));
        if (entries == null) {
            return i;
        }
        for (Entry entry : entries) {
            int end = entry.sure() || led ? matchEnd(t, i, entry.parts()) : i;
            if (end > i) {
                return end;
            }
        }
        return i;
    }

    private static int matchEnd(Tokens t, int from, List<String> parts) {
        int at = from;
        for (String part : parts) {
            // "St. Paul" as "st paul"
            if (at > from && t.isMark(at, '.') && t.touches(at) && !part.equals(".")) {
                at++;
            }
            boolean mark = part.length() == 1 && !Character.isLetterOrDigit(part.charAt(0));
            boolean same = mark ? t.isMark(at, part.charAt(0)) : t.folded(at).equals(part);
            if (!same || (at > from && t.beginsParagraph(at))) {
                return from;
            }
            at++;
        }
        return at;
    }
}
