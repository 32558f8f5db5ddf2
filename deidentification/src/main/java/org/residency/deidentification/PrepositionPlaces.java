package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places behind a preposition, in capitals and in small letters. */
final class PrepositionPlaces {
    private static final Map<String, Set<String>> WORDS = WordList.roles("place-nouns.txt");
    private static final Set<String> KINDS =
            WordSet.of("general", "memorial", "regional", "university", "children", "childrens", "community");
    private static final Set<String> MOVING = WordSet.of("moved", "transferred", "back");
    private static final int PLAIN = WordFacts.SERVICE
            | WordFacts.LARGE_PLACE
            | WordFacts.GENERIC_PLACE
            | WordFacts.CREDENTIAL
            | WordFacts.MONTH
            | WordFacts.WEEKDAY
            | WordFacts.UNIT;
    private static final Set<String> SETTLING = WORDS.get("settling");
    private static final Set<String> PURSUING = WORDS.get("pursuing");
    private static final Set<String> LIVING = WORDS.get("living");

    private PrepositionPlaces() {}

    static void behindPreposition(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean the = t.folded(at).equals("the") && !t.isCapital(at);
        if (the) {
            at++;
        }
        if (!t.isWord(at)) {
            return;
        }
        if (t.inLowerLine(i)) {
            lowerTown(t, i, at, spans);
            return;
        }
        if (!t.isCapital(at) || (t.isUpper(at) && !t.inUpperLine(at) && t.length(at) < 5)) {
            return;
        }
        if (t.inUpperLine(at)) {
            if (((NameReader.isUnknown(t, at) && t.length(at) > 4) || NameReader.isListed(t, at))
                    && isLiving(t, i)
                    && !Shield.covers(t, at, at + 1)) {
                spans.add(PlaceReader.span(t, at, at + 1, "place.lives"));
            }
            return;
        }
        int end = PlaceReader.runEnd(t, at);
        if (end <= at
                || (t.is(at, WordFacts.LARGE_PLACE | WordFacts.TITLE)
                        && !t.folded(at).equals("st"))) {
            return;
        }
        int words = 0;
        int specific = 0;
        int unknown = 0;
        boolean medical = false;
        boolean ordinary = false;
        for (int k = at; k < end; k++) {
            if (t.isCapital(k)) {
                words++;
                specific += PlaceReader.isSpecific(t, k, false) ? 1 : 0;
                unknown += NameReader.isUnknown(t, k) ? 1 : 0;
                medical |= t.is(k, WordFacts.CLINICAL)
                        && !t.is(k, WordFacts.FACILITY | WordFacts.GENERIC_PLACE | WordFacts.COMMON)
                        && !PlaceReader.OPENINGS.contains(t.folded(k));
                ordinary |= NameReader.isUnknown(t, k) && (t.appearsSmall(k) || t.isMixedAbbreviation(k));
            }
        }
        String prep = t.folded(i);
        boolean person =
                t.is(at, WordFacts.FIRST_NAME) && !prep.equals("in") && !prep.equals("at") && !prep.equals("near");
        boolean settled = isSettled(t, i)
                && !t.is(at, PLAIN)
                && !CapitalCount.around(t, at).isNearlyAll();
        if (settled && (end - at > 1 || t.letterIsCapital(at)) && !Shield.framedBehind(t, at, end)) {
            PhiSpan place = PlaceReader.span(t, at, end, "place.lives");
            spans.add(place);
            return;
        }
        if ((medical && unknown == 0)
                || (ordinary && !PlaceReader.state(t, end))
                || (specific == 0 && !isCountyGeneral(t, at, end, i))
                || Shield.covers(t, at, end)
                || (person && words < 3 && !t.is(end - 1, WordFacts.FACILITY | WordFacts.STREET))) {
            return;
        }
        boolean state = PlaceReader.state(t, end);
        boolean living = isLiving(t, i);
        boolean at2 = prep.equals("at") || prep.equals("near") || prep.equals("via");
        boolean several = words >= 2 && (at2 || prep.equals("from") || prep.equals("to") || living || unknown > 0);
        boolean one = words == 1
                && ((unknown > 0 && !prep.equals("of"))
                        || state
                        || (living
                                && (t.is(at, WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.FIRST_NAME)
                                        || !t.is(at, WordFacts.KNOWN)))
                        || (at2
                                && !t.is(at, WordFacts.CLINICAL)
                                && (the || t.is(at, WordFacts.NAME_LIKE | WordFacts.SURNAME | WordFacts.FIRST_NAME)))
                        || (the && living && !t.is(at, WordFacts.CLINICAL | WordFacts.GENERIC_PLACE)));
        if (several || one) {
            spans.add(PlaceReader.span(t, at, end, "place.behind"));
        }
    }

    /** Somebody lives, was born, works or learns there, so that an ordinary word is the name of a place too. */
    private static boolean isSettled(Tokens t, int preposition) {
        String prep = t.folded(preposition);
        if (prep.equals("to")) {
            return t.folded(preposition - 1).equals("moved")
                    || t.folded(preposition - 1).equals("retired")
                    || t.folded(preposition - 3).equals("moved");
        }
        if (prep.equals("from")
                && (t.folded(preposition - 1).equals("is")
                        || t.folded(preposition - 1).equals("was")
                        || t.folded(preposition - 1).equals("originally"))) {
            return true;
        }
        if (prep.equals("in") && t.is(preposition - 1, WordFacts.RELATION)) {
            return true;
        }
        for (int back = 1; back <= 3; back++) {
            int at = preposition - back;
            if (t.isMark(at)) {
                return false;
            }
            if ((prep.equals("at") ? PURSUING : SETTLING).contains(t.folded(at))) {
                return true;
            }
        }
        return false;
    }

    /** "County General" and the like are names when somebody is brought there. */
    private static boolean isCountyGeneral(Tokens t, int from, int end, int preposition) {
        return end - from == 2
                && t.is(from, WordFacts.GENERIC_PLACE)
                && KINDS.contains(t.folded(end - 1))
                && t.is(preposition, WordFacts.PLACE_PREPOSITION);
    }

    private static void lowerTown(Tokens t, int i, int at, List<PhiSpan> spans) {
        String prep = t.folded(i);
        if (!isLiving(t, i) || prep.equals("of") || (prep.equals("to") && !MOVING.contains(t.folded(i - 1)))) {
            return;
        }
        int end = at;
        while (end < at + 3
                && t.isWord(end)
                && !t.is(
                        end,
                        WordFacts.VERB
                                | WordFacts.CLINICAL
                                | WordFacts.LARGE_PLACE
                                | WordFacts.MONTH
                                | WordFacts.UNIT
                                | WordFacts.PLACE_PREPOSITION)
                && (NameReader.isUnknown(t, end)
                        || t.is(end, WordFacts.NAME_LIKE)
                        || PlaceReader.OPENINGS.contains(t.folded(end))
                        || t.is(end, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                        || (t.is(end, WordFacts.COMMON)
                                && end > at
                                && NameReader.isUnknown(t, end - 1)
                                && t.is(end, WordFacts.STREET)))) {
            end++;
        }
        boolean opened = end == at + 1
                && PlaceReader.OPENINGS.contains(t.folded(at))
                && t.isWord(end)
                && !t.is(end, WordFacts.DENIED | WordFacts.VERB | WordFacts.PLACE_PREPOSITION);
        if (opened) {
            end++;
        }
        if (end > at) {
            spans.add(PlaceReader.span(t, at, end, "place.lives"));
        }
    }

    private static boolean isLiving(Tokens t, int preposition) {
        for (int back = 1; back <= 4; back++) {
            int at = preposition - back;
            if (LIVING.contains(t.folded(at))) {
                return true;
            }
            if (t.isMark(at) && !t.isMark(at, '-')) {
                return false;
            }
        }
        return t.folded(preposition).equals("from");
    }
}
