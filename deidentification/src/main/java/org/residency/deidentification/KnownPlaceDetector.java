package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what {@link KnownPlaces} has, with the branch that stands behind: "Kaiser Oakland", "CVS on Elm", "Duke Regional". */
final class KnownPlaceDetector implements PhiDetector {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/known-place.txt");
    private static final Set<String> LEADING = LISTS.get("leading");
    /** Words behind which anything may follow "in" or "of". */
    private static final Set<String> SETTLED = LISTS.get("settled");

    private static final Set<String> LIVING = LISTS.get("living");
    private static final Set<String> BOUND =
            WordSet.of("at", "from", "near", "outside", "attends", "attending", "osh", "hometown");
    private static final int LEAST = 4;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        KnownPlaces places = KnownPlaces.ofTheLibrary();
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i) || !t.is(i, WordFacts.TRIGGER) || (t.touches(i) && t.isNumber(i - 1))) {
                continue;
            }
            int end = places.end(t, i, isLed(t, i));
            if (end > i && isWritten(t, i, end) && !isPartOfName(t, i, end) && !Shield.covers(t, i, end)) {
                int branch = branchEnd(t, i, end);
                spans.add(new PhiSpan(t.start(i), t.end(branch - 1), PhiClass.GEOGRAPHY, "place.known"));
                i = branch - 1;
            }
        }
    }

    private static boolean isLed(Tokens t, int i) {
        int before = t.isMark(i - 1, ':') ? i - 2 : i - 1;
        before = t.folded(before).equals("the") ? before - 1 : before;
        String word = t.folded(before);
        if (!LEADING.contains(word) || (t.inLowerLine(i) && t.is(i, WordFacts.KNOWN))) {
            return false;
        }
        if (t.inUpperLine(i)) {
            return isSettledNear(t, before, LIVING);
        }
        if (BOUND.contains(word) || t.isMark(i - 1, ':')) {
            return true;
        }
        return isSettledNear(t, before, SETTLED);
    }

    private static boolean isSettledNear(Tokens t, int preposition, Set<String> words) {
        for (int back = 1; back <= 4; back++) {
            if (words.contains(t.folded(preposition - back))) {
                return true;
            }
        }
        return false;
    }

    /** With capitals, or in a line of one case. */
    private static boolean isWritten(Tokens t, int from, int end) {
        if (t.inLowerLine(from) || t.inUpperLine(from)) {
            return end > from + 1 || t.length(from) >= LEAST;
        }
        return t.isCapital(from) && !(t.isUpper(from) && t.length(from) > LEAST);
    }

    /** Mr. Houston and Paris Hill are people. */
    private static boolean isPartOfName(Tokens t, int from, int end) {
        boolean titled =
                t.is(from - 1, WordFacts.TITLE) || (t.isMark(from - 1, '.') && t.is(from - 2, WordFacts.TITLE));
        return titled && end == from + 1;
    }

    /** "Kaiser Oakland", "Walmart on Hickory", "Duke Regional". */
    private static int branchEnd(Tokens t, int from, int end) {
        int at = end;
        while (at < end + 3
                && t.letterIsCapital(at)
                && !t.beginsLine(at)
                && t.letterIsCapital(from)
                && t.is(at, WordFacts.FACILITY | WordFacts.PLACE_NOUN | WordFacts.GENERIC_PLACE)
                && !t.is(at, WordFacts.DENIED)) {
            at++;
        }
        boolean on = t.folded(at).equals("on")
                && t.letterIsCapital(at + 1)
                && t.letterIsCapital(from)
                && !t.is(
                        at + 1,
                        WordFacts.CLINICAL
                                | WordFacts.SERVICE
                                | WordFacts.LARGE_PLACE
                                | WordFacts.WEEKDAY
                                | WordFacts.MONTH
                                | WordFacts.DENIED);
        if (!on || t.beginsLine(at)) {
            return at;
        }
        int branch = at + 2;
        while (t.letterIsCapital(branch)
                && t.is(branch, WordFacts.STREET | WordFacts.PLACE_NOUN)
                && !t.beginsLine(branch)) {
            branch++;
        }
        return branch;
    }
}
