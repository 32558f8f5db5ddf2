package org.residency.deidentification;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What stands beside a place that another rule found and belongs to it: "[Building 7,] Sunnyside Towers", "Larch House [care
 * home]", "[Medic 7 of] Harris County", "Coeur [d'Alene]", "Pine Ridge [rez]", "Elm [& Third]". Reads what the others found.
 */
final class PlaceCompanionDetector implements PhiDetector {
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/place-companion.txt");
    private static final Set<String> PARTS = LISTS.get("parts");
    private static final Set<String> KINDS = LISTS.get("kinds");
    private static final Set<String> HEADS = LISTS.get("heads");
    private static final Set<String> CREWS =
            WordSet.of("medic", "engine", "ladder", "rescue", "squad", "ward", "unit", "station", "pod");
    private static final int NEVER = WordFacts.TITLE | WordFacts.RELATION | WordFacts.WEEKDAY | WordFacts.MONTH;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        List<PhiSpan> added = new ArrayList<>();
        BitSet gone = new BitSet();
        for (PhiSpan span : spans) {
            if (span.phiClass() == PhiClass.GEOGRAPHY) {
                int first = t.at(span.start());
                int end = t.at(span.end());
                if (first < t.count() && t.isWord(first) && !gone.get(first)) {
                    gone.set(first);
                    before(t, first, added);
                }
                behind(t, first, end, added);
            }
        }
        spans.addAll(added);
    }

    private static void before(Tokens t, int first, List<PhiSpan> added) {
        int number = first - 2;
        boolean joined = t.isMark(first - 1, ',') || t.folded(first - 1).equals("of");
        boolean counted = t.isNumber(number) || (t.isWord(number) && t.length(number) <= 2 && t.isCapital(number));
        if (joined && counted && !t.beginsLine(number)) {
            int part = t.isMark(number - 1, '#') ? number - 2 : number - 1;
            boolean of = t.folded(first - 1).equals("of");
            if ((of ? CREWS : PARTS).contains(t.folded(part)) && (of || t.isMark(first - 1, ','))) {
                add(t, part, first, added);
            }
        } else if (t.isMark(first - 1, '&')
                && t.letterIsCapital(first - 2)
                && !t.is(first - 2, NEVER | WordFacts.CLINICAL)) {
            add(t, first - 2, first, added);
        }
    }

    private static void behind(Tokens t, int first, int end, List<PhiSpan> added) {
        if (end >= t.count() || end <= first || t.beginsLine(end)) {
            return;
        }
        // "Coeur d'Alene"
        if (t.folded(end).startsWith("d'") && t.length(end) > 3) {
            add(t, end, end + 1, added);
            return;
        }
        if (t.isMark(end, '&')
                && t.letterIsCapital(end + 1)
                && t.isCapital(end - 1)
                && !t.is(end + 1, NEVER | WordFacts.CLINICAL)) {
            add(t, end, end + 2, added);
            return;
        }
        int at = end;
        int last = end;
        while (at < end + 3 && KINDS.contains(t.folded(at)) && !t.beginsLine(at) && t.start(at) - t.end(at - 1) == 1) {
            at++;
            if (HEADS.contains(t.folded(at - 1))) {
                last = at;
            }
        }
        if (last > end && t.isWord(end - 1) && !t.is(end - 1, WordFacts.GENERIC_PLACE)) {
            add(t, end, last, added);
        }
    }

    private static void add(Tokens t, int from, int end, List<PhiSpan> added) {
        added.add(new PhiSpan(t.start(from), t.end(end - 1), PhiClass.GEOGRAPHY, "place.companion"));
    }
}
