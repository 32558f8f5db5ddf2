package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places behind a label: "Address: ...", "Employer: ...", "Daycare Little Sprouts". */
final class PlaceLabelDetector implements PhiDetector {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/place-label.txt");
    static final Set<String> ADDRESS_LABELS = LISTS.get("address-labels");

    /** Labels behind which two capital words are a name, whatever they mean. */
    private static final Set<String> NAMED = LISTS.get("named");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.is(i, WordFacts.TRIGGER) && ADDRESS_LABELS.contains(t.folded(i))) {
                label(t, i, spans);
            }
        }
    }

    /** "Address: ...", "Employer: ...", "Daycare Little Sprouts". */
    private static void label(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        boolean marked = t.isMark(at, ':') || t.isMark(at, '=');
        if (!marked && !(t.folded(at).equals("is") && t.isNumber(at + 1))) {
            if (t.letterIsCapital(i) && t.letterIsCapital(at) && !t.beginsLine(at)) {
                int end = PlaceReader.runEnd(t, at);
                if (end - at >= 2
                        && PlaceReader.hasSpecific(t, at, end)
                        && !Shield.covers(t, at, end)
                        && !t.folded(i).equals("home")) {
                    spans.add(PlaceReader.span(t, at, end, "place.label"));
                }
            }
            if (t.isMark(at, '(') && t.folded(i).equals("employer")) {
                int close = at + 1;
                while (close < t.count() && close < at + 6 && t.isWord(close)) {
                    close++;
                }
                if (t.isMark(close, ')') && close > at + 1) {
                    spans.add(PlaceReader.span(t, at + 1, close, "place.label"));
                }
            }
            return;
        }
        int from = at + 1;
        int end = from;
        if (t.is(from, WordFacts.TITLE | WordFacts.RELATION) && !t.folded(from).equals("st")) {
            return;
        }
        while (end < t.count()
                && !(end > from && isMedicineBehindComma(t, end))
                && end < from + 24
                && !t.beginsLine(end)
                && !t.isMark(end, ';')
                && !t.isMark(end, '|')
                && !(t.isMark(end, '.')
                        && (!t.touches(end + 1)
                                && !((t.length(end - 1) <= 4
                                                && t.isCapital(end - 1)
                                                && t.isCapital(end + 1)
                                                && t.length(end - 1) > 1
                                                && t.facts(end - 1) == 0)
                                        || t.length(end - 1) == 1)))
                && !(end > from && t.start(end) - t.end(end - 1) > 2)
                && !t.is(end, WordFacts.LARGE_PLACE)
                && !(t.isUpper(end) && t.length(end) == 2 && t.isNumber(end + 1) && t.length(end + 1) == 5)) {
            end++;
        }
        while (end > from && t.isMark(end - 1)) {
            end--;
        }
        if (end > from && t.isUpper(end - 1) && t.length(end - 1) == 2 && end - from > 1) {
            end--;
            while (end > from && t.isMark(end - 1)) {
                end--;
            }
        }
        boolean capitals = t.isCapital(from)
                && t.length(from) > 1
                && (!t.inUpperLine(from) || NameReader.isUnknown(t, from))
                && (t.is(from, WordFacts.NAME_LIKE)
                        || !t.is(
                                from,
                                WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.SERVICE | WordFacts.GENERIC_PLACE));
        boolean named = t.letterIsCapital(from)
                && t.letterIsCapital(from + 1)
                && NAMED.contains(t.folded(i))
                && !t.is(from, WordFacts.SERVICE | WordFacts.DENIED);
        boolean houses =
                t.isNumber(from) && t.isWord(from + 1) && t.isCapital(from + 1) && !t.is(from + 1, WordFacts.UNIT);
        if (end > from
                && (named
                        || (((capitals && (PlaceReader.hasSpecific(t, from, end) || end - from > 1)) || houses)
                                && !Shield.covers(t, from, Math.min(end, from + 1))))) {
            spans.add(PlaceReader.span(t, from, end, "place.label"));
        }
    }

    /** ", RHD, Bicillin LA due", ", 18% TBSA": the place is over. */
    private static boolean isMedicineBehindComma(Tokens t, int i) {
        if (t.isNumber(i) && (t.isMark(i + 1, '%') || t.is(i + 1, WordFacts.UNIT))) {
            return true;
        }
        return t.isMark(i, ',')
                && (t.is(i + 1, WordFacts.CLINICAL) && !t.is(i + 1, WordFacts.FACILITY | WordFacts.NAME_LIKE));
    }
}
