package org.residency.deidentification;

import java.util.Set;

/** Reads the name of a place where one may begin: how far it goes, and whether its words say which place it is. */
final class PlaceReader {
    /** Two letters of a state. */
    static final String STATE_CODE =
            "(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])";

    static final Set<String> OPENINGS = WordSet.of(
            "fort", "camp", "mount", "mt", "lake", "port", "san", "santa", "los", "las", "el", "saint", "st", "north",
            "south", "east", "west", "new", "old", "sacred", "upper", "lower", "bayou", "glen", "cape");
    static final Set<String> JOINING = WordSet.of("of", "and", "the", "for", "at", "s");
    private static final Set<String> SHORT_OPENINGS = WordSet.of("st", "ft", "mt", "n", "s", "e", "w", "urb");

    private PlaceReader() {}

    /** The end of a run of words with capitals that may be a place, with what joins them. */
    static int runEnd(Tokens t, int from) {
        int at = from;
        int end = from;
        boolean afterOpening = false;
        while (at < t.count() && at < from + 9) {
            if (at > from
                    && (t.beginsParagraph(at)
                            || (t.beginsLine(at) && (t.is(at, WordFacts.DENIED) || t.isMark(at + 1, ':'))))) {
                break;
            }
            if ((t.isMark(at, '.') && t.touches(at) && at > from && SHORT_OPENINGS.contains(t.folded(at - 1)))
                    || (t.isMark(at, '\'') && t.touches(at))
                    || (t.isMark(at, '-') && t.touches(at) && t.touches(at + 1) && at > from)
                    || (t.isMark(at, '&') && t.isCapital(at + 1))) {
                at++;
                continue;
            }
            if (!t.isWord(at)) {
                break;
            }
            boolean joined = t.touches(at) && at > from && t.isMark(at - 1) && !t.isMark(at - 1, '.');
            if ((JOINING.contains(t.folded(at)) && !t.isCapital(at))
                    || (t.is(at, WordFacts.PARTICLE) && !t.isCapital(at))) {
                if (!joined
                        && !(t.isCapital(at + 1)
                                || (JOINING.contains(t.folded(at + 1)) && t.isCapital(at + 2))
                                || t.is(at + 1, WordFacts.PARTICLE))) {
                    if (t.folded(at).equals("s")) {
                        end = at + 1;
                    }
                    break;
                }
                at++;
                if (t.folded(at - 1).equals("s")) {
                    end = at;
                }
                continue;
            }
            if (!t.isCapital(at) || (at > from && t.isUpper(at) && !t.isUpper(from) && t.length(at) <= 3)) {
                break;
            }
            boolean stop = (t.is(at, WordFacts.DENIED)
                            && !t.is(at, WordFacts.NAME_LIKE | WordFacts.FACILITY | WordFacts.GENERIC_PLACE)
                            && !OPENINGS.contains(t.folded(at)))
                    || t.is(at, WordFacts.WEEKDAY | WordFacts.HOLIDAY)
                    || (t.is(at, WordFacts.MONTH) && !afterOpening && t.isNumber(at + 1));
            if (stop && !afterOpening) {
                break;
            }
            afterOpening = OPENINGS.contains(t.folded(at));
            at++;
            end = at;
        }
        return end;
    }

    static boolean isSpecific(Tokens t, int i, boolean soft) {
        if (t.is(
                        i,
                        WordFacts.GENERIC_PLACE
                                | WordFacts.CLINICAL
                                | WordFacts.SERVICE
                                | WordFacts.LARGE_PLACE
                                | WordFacts.DENIED)
                && !t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)) {
            return false;
        }
        return !soft
                || !t.is(i, WordFacts.COMMON)
                || t.is(i, WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME)
                || t.is(i - 1, WordFacts.PLACE_PREPOSITION)
                || (t.isCapital(i - 1) && t.is(i - 2, WordFacts.PLACE_PREPOSITION));
    }

    static boolean hasSpecific(Tokens t, int from, int end) {
        for (int i = from; i < end; i++) {
            if (t.isWord(i) && t.isCapital(i) && isSpecific(t, i, false)) {
                return true;
            }
        }
        return false;
    }

    static boolean state(Tokens t, int end) {
        return t.isMark(end, ',')
                && (t.is(end + 1, WordFacts.LARGE_PLACE)
                        || (t.isUpper(end + 1) && t.length(end + 1) == 2)
                        || (t.isCapital(end + 1) && !t.is(end + 1, WordFacts.KNOWN)));
    }

    static PhiSpan span(Tokens t, int from, int to, String rule) {
        return new PhiSpan(t.start(from), t.end(to - 1), PhiClass.GEOGRAPHY, rule);
    }
}
