package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Towns and other places by what leads to them or what stands behind: "lives in", "from", a county, a state, a saint. */
final class TownDetector implements PhiDetector {
    /** What the rules of {@link #byWord} begin with. */
    static final Set<String> STARTS = WordList.roles("rules/town.txt").get("starts");

    private static final Set<String> PIERS =
            WordSet.of("pier", "gate", "dock", "terminal", "berth", "platform", "warehouse", "hangar");
    private static final Set<String> SURE_OPENINGS = WordSet.of("fort", "camp", "san", "santa", "saint", "st");

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
            PrepositionPlaces.behindPreposition(t, i, spans);
        }
        if (t.is(i, WordFacts.TRIGGER)) {
            byWord(t, i, spans);
        }
        if (t.letterIsCapital(i)) {
            beforeState(t, i, spans);
            if (t.folded(i).equals("our") && t.folded(i + 1).equals("lady")) {
                spans.add(PlaceReader.span(t, i, PlaceReader.runEnd(t, i), "place.facility"));
            }
        }
    }

    private static void byWord(Tokens t, int i, List<PhiSpan> spans) {
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
