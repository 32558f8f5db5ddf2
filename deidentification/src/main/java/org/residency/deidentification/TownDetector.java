package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Towns and other places by what leads to them or what stands behind: "lives in", "from", a county, a state, a saint. */
final class TownDetector implements PhiDetector {
    private static final Set<String> KINDS =
            Set.of("general", "memorial", "regional", "university", "children", "childrens", "community");
    private static final Set<String> MOVING = Set.of("moved", "transferred", "back");
    private static final int PLAIN = WordFacts.SERVICE
            | WordFacts.LARGE_PLACE
            | WordFacts.GENERIC_PLACE
            | WordFacts.CREDENTIAL
            | WordFacts.MONTH
            | WordFacts.WEEKDAY
            | WordFacts.UNIT;
    private static final Set<String> SETTLING = Set.of(
            "lives",
            "live",
            "lived",
            "living",
            "reside",
            "resides",
            "resided",
            "residing",
            "born",
            "raised",
            "grew",
            "resident",
            "native",
            "stationed",
            "settled",
            "homeless",
            "vacationing",
            "visiting",
            "flew",
            "drives",
            "commutes");
    private static final Set<String> PURSUING = Set.of(
            "works",
            "worked",
            "working",
            "job",
            "employed",
            "clerk",
            "cashier",
            "cook",
            "bartender",
            "waitress",
            "waiter",
            "server",
            "janitor",
            "mechanic",
            "manager",
            "teaches",
            "teacher",
            "professor",
            "coach",
            "student",
            "freshman",
            "sophomore",
            "junior",
            "senior",
            "grader",
            "enrolled",
            "studies",
            "studying",
            "inmate",
            "incarcerated",
            "member",
            "worships",
            "volunteers",
            "lives",
            "living",
            "resides",
            "staying",
            "stays",
            "housed",
            "attends",
            "pastor",
            "deacon",
            "guard",
            "welder",
            "driver",
            "lifeguard",
            "barista",
            "trains",
            "plays",
            "stationed",
            "served",
            "camping",
            "shops");
    private static final Set<String> PIERS =
            Set.of("pier", "gate", "dock", "terminal", "berth", "platform", "warehouse", "hangar");
    private static final Set<String> LIVING = Set.of(
            "live",
            "lives",
            "lived",
            "living",
            "reside",
            "resides",
            "resided",
            "residing",
            "born",
            "raised",
            "moved",
            "relocated",
            "visiting",
            "visited",
            "transferred",
            "works",
            "worked",
            "working",
            "employed",
            "came",
            "comes",
            "travels",
            "traveled",
            "travelled",
            "grew",
            "native",
            "resident",
            "from",
            "flew",
            "returned",
            "admitted",
            "discharged",
            "served",
            "fell",
            "stationed",
            "hails",
            "postmaster",
            "vive",
            "went",
            "goes",
            "school",
            "attends",
            "near",
            "worships",
            "staying",
            "stays",
            "transfer",
            "discharge",
            "care",
            "sent",
            "referred",
            "section",
            "seen",
            "here",
            "was",
            "is");
    private static final Set<String> SURE_OPENINGS = Set.of("fort", "camp", "san", "santa", "saint", "st");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isWord(i)) {
                word(t, i, spans);
            } else if (t.isMark(i, '@') && t.letterIsCapital(i + 1) && !t.isMark(i + 2, '.')) {
                int end = PlaceReader.runEnd(t, i + 1);
                if (end > i + 1) {
                    spans.add(PlaceReader.span(t, i + 1, end, "place.at"));
                }
            }
        }
    }

    private static void word(Tokens t, int i, List<PhiSpan> spans) {
        if ((t.is(i, WordFacts.PLACE_PREPOSITION) && !t.isCapital(i))
                || (t.is(i, WordFacts.PLACE_PREPOSITION) && t.inUpperLine(i))
                || t.folded(i).equals("in")
                || t.folded(i).equals("from")) {
            behindPreposition(t, i, spans);
        }
        if (SURE_OPENINGS.contains(t.folded(i)) && !t.is(i - 1, WordFacts.STREET)) {
            opening(t, i, spans);
        }
        if (t.folded(i).equals("county")
                || t.folded(i).equals("township")
                || t.folded(i).equals("borough")) {
            county(t, i, spans);
        }
        if (PIERS.contains(t.folded(i))
                && t.isNumber(i + 1)
                && t.isCapital(i)
                && (t.is(i - 1, WordFacts.PLACE_PREPOSITION) || t.folded(i - 1).equals("on"))) {
            spans.add(PlaceReader.span(t, i, i + 2, "place.pier"));
        }
        if (t.folded(i).equals("ward")
                && t.isWord(i + 1)
                && !t.beginsLine(i + 1)
                && t.length(i + 1) > 2
                && (t.is(i + 1, WordFacts.SURNAME | WordFacts.FIRST_NAME) || NameReader.isUnknown(t, i + 1))
                && !t.is(i + 1, WordFacts.COMMON | WordFacts.CLINICAL)) {
            spans.add(PlaceReader.span(t, i + 1, i + 2, "place.ward"));
        }
        if (t.letterIsCapital(i)) {
            beforeState(t, i, spans);
            if (t.folded(i).equals("our") && t.folded(i + 1).equals("lady")) {
                spans.add(PlaceReader.span(t, i, PlaceReader.runEnd(t, i), "place.facility"));
            }
        }
    }

    private static void behindPreposition(Tokens t, int i, List<PhiSpan> spans) {
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

    private static void opening(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        if (t.isMark(at, '.') && t.touches(at)) {
            at++;
        }
        boolean capital = t.isCapital(i) && t.isCapital(at) && !t.inUpperLine(i) && !t.isUpper(at);
        boolean plain = (t.inLowerLine(i) || t.inUpperLine(i))
                && (NameReader.isUnknown(t, at) || t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME))
                && !t.is(at, WordFacts.UNIT);
        if (t.beginsLine(at)
                || !((capital && !t.is(at, WordFacts.DENIED)) || plain)
                || (t.isMark(i - 1, '.') && t.touches(i))
                || (t.isUpper(i) && !t.inUpperLine(i))) {
            return;
        }
        int end = capital ? Math.max(PlaceReader.runEnd(t, at), at + 1) : at + 1;
        if (!Shield.covers(t, i, end)) {
            if (t.isMark(end, '\'') && t.folded(end + 1).equals("s")) {
                end += 2;
            }
            spans.add(PlaceReader.span(t, i, end, "place.opening"));
        }
    }

    private static void county(Tokens t, int i, List<PhiSpan> spans) {
        int first = i;
        while (t.letterIsCapital(first - 1)
                && first > i - 2
                && PlaceReader.isSpecific(t, first - 1, false)
                && !t.beginsLine(first)
                && t.letterIsCapital(i)) {
            first--;
        }
        if (first < i) {
            spans.add(PlaceReader.span(t, first, i + 1, "place.county"));
        }
    }

    /** "Worcester, MA 01605", "Springfield IL 62704", "Sandusky, Ohio 44870". */
    private static void beforeState(Tokens t, int i, List<PhiSpan> spans) {
        int state = i + 1;
        if (t.isMark(state, ',')) {
            state++;
        }
        boolean code = t.isUpper(state)
                && t.length(state) == 2
                && t.text.substring(t.start(state), t.end(state)).matches(PlaceReader.STATE_CODE);
        boolean zip = t.isNumber(state + 1) && t.length(state + 1) == 5;
        code &= !t.folded(state).equals("id") || t.folded(state + 1).startsWith("83");
        boolean large = t.letterIsCapital(state) && t.is(state, WordFacts.LARGE_PLACE);
        if (zip && large) {
            spans.add(PlaceReader.span(t, state + 1, state + 2, "place.zip-state"));
        }
        if (!(zip && (code || large)) || t.is(i, WordFacts.LARGE_PLACE)) {
            return;
        }
        int first = i;
        while (t.letterIsCapital(first - 1)
                && !t.is(first - 1, WordFacts.DENIED | WordFacts.PLACE_PREPOSITION)
                && first > i - 2
                && !t.beginsLine(first)) {
            first--;
        }
        spans.add(PlaceReader.span(t, first, i + 1, "place.zip"));
    }
}
