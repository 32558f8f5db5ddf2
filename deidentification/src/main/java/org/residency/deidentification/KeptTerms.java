package org.residency.deidentification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Terms of several words in which a name stands: "Swan-Ganz", "Da Vinci Xi", and states and countries: "New York". Looked
 * up by any of their words, since the question is whether a word belongs to one.
 */
final class KeptTerms {
    private static final Set<String> SURE_RULES =
            WordSet.of("name.title", "name.label", "name.patient", "name.table", "name.field", "name.relative");
    private static final Pattern PARTS = Pattern.compile(" |(?<=[-&.'])|(?=[-&.'])");
    private static final KeptTerms OF_THE_LIBRARY = read();

    /** A term's words and marks, and which of them the word is. */
    private record Place(List<String> parts, int at) {}

    private final WordMap<List<Place>> byWord;

    private KeptTerms(List<String> terms) {
        Map<String, List<Place>> places = new HashMap<>();
        for (String term : terms) {
            List<String> parts = parts(term);
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).length() > 1) {
                    places.computeIfAbsent(parts.get(i), word -> new ArrayList<>(1))
                            .add(new Place(parts, i));
                }
            }
        }
        byWord = WordMap.copyOf(places);
    }

    private static KeptTerms read() {
        List<String> terms = new ArrayList<>(WordList.lines("terms.txt"));
        for (String place : WordList.lines("states.txt")) {
            if (place.indexOf(' ') > 0) {
                terms.add(WordFacts.fold(place));
            }
        }
        return new KeptTerms(terms);
    }

    static KeptTerms ofTheLibrary() {
        return OF_THE_LIBRARY;
    }

    /** A term's words and marks. */
    static List<String> parts(String term) {
        return List.of(PARTS.split(term, -1));
    }

    /** Whether token {@code i} is part of a term. */
    boolean hold(Tokens t, int i) {
        List<Place> places = byWord.get(t.folded(i));
        if (places == null) {
            return false;
        }
        for (Place place : places) {
            if (matches(t, i - place.at(), place.parts())) {
                return true;
            }
        }
        return false;
    }

    /** Takes out what names and places the rules saw in such terms, unless a title or label stood there. */
    void spare(Tokens t, List<PhiSpan> spans) {
        spans.removeIf(span -> (span.phiClass() == PhiClass.NAME || span.phiClass() == PhiClass.GEOGRAPHY)
                && !SURE_RULES.contains(span.rule())
                && isWithin(t, span));
    }

    private boolean isWithin(Tokens t, PhiSpan span) {
        boolean held = false;
        for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
            if (t.isWord(i) && t.length(i) > 1) {
                if (!hold(t, i)) {
                    return false;
                }
                held = true;
            }
        }
        return held;
    }

    private static boolean matches(Tokens t, int from, List<String> parts) {
        for (int k = 0; k < parts.size(); k++) {
            String part = parts.get(k);
            boolean mark = part.length() == 1 && !Character.isLetter(part.charAt(0));
            boolean same = mark
                    ? t.isMark(from + k, part.charAt(0))
                    : t.folded(from + k).equals(part);
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
