package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rest of a place that another rule found a part of: "Harbor Light Heart [and Vascular]", "Starlite Motel [rm 118]",
 * "Ronald's House [on Elm]", "[The Surgery,] Mill Street", "[SHANNON] MEDICAL", "83-12 Grand Ave [4R, Elmhurst]".
 */
final class PlaceExtensionDetector implements PhiDetector {
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.RELATION
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.CREDENTIAL
            | WordFacts.LABEL
            | WordFacts.UNIT
            | WordFacts.LARGE_PLACE
            | WordFacts.STAFF
            | WordFacts.VERB;
    private static final Set<String> AND = WordSet.of("and", "of", "du", "de", "des", "der", "at", "on", "the");
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/place-extension.txt");
    private static final Set<String> PARTS = LISTS.get("parts");
    private static final Set<String> SHORT = LISTS.get("short");
    private static final Set<String> NOUNS = LISTS.get("nouns");
    private static final Set<String> LOWER = LISTS.get("lower");
    private static final int LONGEST = 6;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int size = spans.size();
        boolean[] taken = new boolean[t.count()];
        for (int k = 0; k < size; k++) {
            PhiSpan span = spans.get(k);
            if (span.phiClass() == PhiClass.NAME || span.phiClass() == PhiClass.GEOGRAPHY) {
                for (int i = t.at(span.start()); i < t.count() && t.start(i) < span.end(); i++) {
                    taken[i] = true;
                }
            }
        }
        for (int k = 0; k < size; k++) {
            PhiSpan span = spans.get(k);
            boolean place = span.phiClass() == PhiClass.GEOGRAPHY;
            if (!place && span.phiClass() != PhiClass.NAME) {
                continue;
            }
            int from = t.at(span.start());
            int to = from;
            while (to < t.count() && t.start(to) < span.end()) {
                to++;
            }
            if (to > from && (place || isPlaceNoun(t, to))) {
                int end = behind(t, from, to, taken);
                int first = place ? before(t, from, taken) : from;
                if (end > to || first < from) {
                    spans.add(new PhiSpan(t.start(first), t.end(end - 1), PhiClass.GEOGRAPHY, "place.extension"));
                }
            }
        }
    }

    /** "SHANNON MEDICAL", "Trillium General", "Duane & Sons": what was taken for a name has the noun of a place behind it. */
    private static boolean isPlaceNoun(Tokens t, int to) {
        int at = t.isMark(to, '&') ? to + 1 : to;
        return t.isCapital(at)
                && !t.beginsLine(at)
                && NOUNS.contains(t.folded(at))
                && t.start(at) - t.end(at - 1) == 1
                && !t.isMark(at + 1, ':');
    }

    private static int behind(Tokens t, int from, int to, boolean[] taken) {
        int end = to;
        boolean upper = t.inUpperLine(from);
        for (int step = 0; step < LONGEST && end < t.count(); step++) {
            int next = oneMore(t, end, upper, taken);
            if (next <= end || next > t.count()) {
                break;
            }
            end = next;
        }
        return end;
    }

    private static int oneMore(Tokens t, int at, boolean upper, boolean[] taken) {
        if (t.beginsLine(at)) {
            return at;
        }
        if (t.isMark(at, '-') && t.touches(at) && t.isWord(at + 1) && t.length(at + 1) == 1 && t.touches(at + 1)) {
            return at + 2;
        }
        if (PARTS.contains(t.folded(at)) && t.isNumber(at + 1)) {
            return at + 2;
        }
        // "Local 404", "Grand Ave 4R"
        if (t.isNumber(at)
                && t.length(at) <= 4
                && (PARTS.contains(t.folded(at - 1))
                        || (t.is(at - 1, WordFacts.STREET_SURE)
                                && t.isUpper(at + 1)
                                && t.touches(at + 1)
                                && t.length(at + 1) == 1))) {
            return t.isUpper(at + 1) && t.touches(at + 1) ? at + 2 : at + 1;
        }
        if (t.isUpper(at) && SHORT.contains(t.folded(at)) && t.start(at) - t.end(at - 1) == 1) {
            return at + 1;
        }
        if (!upper
                && t.letterIsCapital(at)
                && t.start(at) - t.end(at - 1) == 1
                && !t.is(at, NEVER | WordFacts.DENIED)
                && (NOUNS.contains(t.folded(at))
                        || (t.is(at, WordFacts.PLACE_NOUN) && !t.is(at, WordFacts.CLINICAL)))) {
            return at + 1;
        }
        if (upper && t.isUpper(at) && NOUNS.contains(t.folded(at)) && t.start(at) - t.end(at - 1) == 1) {
            return at + 1;
        }
        if (!upper && LOWER.contains(t.folded(at)) && !t.isCapital(at) && t.letterIsCapital(at - 1)) {
            return at + 1;
        }
        boolean boat = !upper && LOWER.contains(t.folded(at)) && LOWER.contains(t.folded(at - 1)) && !t.isCapital(at);
        if (boat) {
            return at + 1;
        }
        // "House [on Elm]", "Heart [and Vascular]", "Duane [& Sons]"
        boolean join = (AND.contains(t.folded(at)) && !t.isCapital(at)) || t.isMark(at, '&');
        if (join && !upper) {
            int word = t.folded(at + 1).equals("the") ? at + 2 : at + 1;
            boolean ordinal = t.isNumber(word) && t.isWord(word + 1) && t.touches(word + 1) && t.length(word + 1) == 2;
            boolean on = t.folded(at).equals("on") || t.folded(at).equals("at");
            if (on && ordinal && !t.is(word + 2, WordFacts.MONTH)) {
                return word + 2;
            }
            boolean capital = t.letterIsCapital(word) && !t.beginsLine(word) && !t.is(word, NEVER | WordFacts.HOLIDAY);
            boolean both = t.folded(at).equals("and")
                    ? NOUNS.contains(t.folded(word)) || taken(taken, word)
                    : !t.is(word, WordFacts.DENIED | WordFacts.SERVICE) && !Shield.covers(t, word, word + 1);
            return capital && both ? word + 1 : at;
        }
        // "Grand Ave 4R, [Elmhurst] 11373", "Mill Rd, [Opp. Bus Stand]"
        if (t.isMark(at, ',')
                && t.letterIsCapital(at + 1)
                && !t.beginsLine(at + 1)
                && (t.is(at - 1, WordFacts.STREET)
                        || t.is(at - 1, WordFacts.FACILITY)
                        || (t.length(at - 1) == 1 && t.isNumber(at - 2)))
                && (taken(taken, at + 1)
                        || (t.isNumber(at + 2) && t.length(at + 2) == 5)
                        || (t.isMark(at + 2, ',') && t.is(at + 3, WordFacts.LARGE_PLACE)))
                && !t.is(at + 1, NEVER)) {
            return at + 2;
        }
        return at;
    }

    private static boolean taken(boolean[] taken, int i) {
        return i < taken.length && taken[i];
    }

    private static int before(Tokens t, int from, boolean[] taken) {
        int at = from - 1;
        if (at < 0 || t.beginsLine(from)) {
            return from;
        }
        // "[Building C,] 77 Cannery Row", "[The Surgery,] Mill Street"
        if (t.isMark(at, ',')) {
            boolean part = PARTS.contains(t.folded(at - 2)) && (t.isNumber(at - 1) || t.length(at - 1) == 1);
            boolean the = t.letterIsCapital(at - 2) && t.folded(at - 2).equals("the") && t.letterIsCapital(at - 1);
            return part || the ? at - 2 : from;
        }
        boolean capitals = t.start(from) - t.end(at) == 1 && !t.inUpperLine(at);
        if (capitals && t.isUpper(at) && t.folded(at).equals("va")) {
            return at;
        }
        // "[Breathe Easy Supply of] Yazoo City"
        if ((t.folded(at).equals("of") || t.folded(at).equals("at"))
                && t.letterIsCapital(at - 1)
                && NOUNS.contains(t.folded(at - 1))) {
            int first = at - 1;
            while (first > 0 && t.letterIsCapital(first - 1) && !t.beginsLine(first) && !t.is(first - 1, NEVER)) {
                first--;
            }
            return first;
        }
        if (t.folded(at).equals("at") && at > 0 && taken(taken, at - 1) && t.isNumber(at - 1)) {
            return at;
        }
        return from;
    }
}
