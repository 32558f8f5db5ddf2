package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * Places of several parts: a noun of places, "of" and a name ("Kidney Care of the Plains", "Arc of Otsego"), two words with "&"
 * behind what employs or helps ("agency Cradle & Hearth"), and the town and box beside a road with a number ("BIA Route 27, Wanblee").
 */
final class JoinedPlaceDetector implements PhiDetector {
    private static final int NEVER = WordFacts.CLINICAL
            | WordFacts.SERVICE
            | WordFacts.DENIED
            | WordFacts.LARGE_PLACE
            | WordFacts.MONTH
            | WordFacts.TITLE
            | WordFacts.RELATION;
    private static final Set<String> HELPING = WordSet.of(
            "agency",
            "vendor",
            "employer",
            "shelter",
            "school",
            "program",
            "at",
            "from",
            "to",
            "by",
            "hosp",
            "hospital",
            "clinic",
            "supplier",
            "pharmacy",
            "firm",
            "company",
            "church");
    private static final Set<String> ROAD_BEFORE = WordSet.of("bia", "co", "twp", "fs", "usfs", "nf", "rural", "star");
    private static final int MOST_BEFORE = 4;
    private static final int MOST_BEHIND = 3;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            PhiSpan span = spans.get(k);
            if (span.rule().equals("place.road") || span.rule().equals("place.box")) {
                besideRoad(t, t.at(span.start()), t.at(span.end()), spans);
            }
        }
        for (int i = 1; i < t.count(); i++) {
            if (t.length(i) == 2 && t.folded(i).equals("of") && !t.isMark(i - 1)) {
                ofName(t, i, spans);
            } else if (t.isMark(i, '&')) {
                pair(t, i, spans);
            }
        }
    }

    private static void ofName(Tokens t, int of, List<PhiSpan> spans) {
        int noun = of - 1;
        if (!t.isCapital(noun) || !t.is(noun, WordFacts.PLACE_NOUN) || t.beginsLine(of)) {
            return;
        }
        int name = t.folded(of + 1).equals("the") ? of + 2 : of + 1;
        boolean upper = t.inUpperLine(noun) || t.isUpper(noun);
        boolean fits = t.isCapital(name) && !t.beginsLine(name) && t.length(name) > 2 && !t.is(name, NEVER);
        if (!fits || (upper && !t.isUpper(name))) {
            return;
        }
        int end = name + 1;
        while (end < name + MOST_BEHIND
                && t.isCapital(end)
                && !t.beginsLine(end)
                && !t.afterGap(end)
                && !t.is(end, NEVER)) {
            end++;
        }
        int from = noun;
        while (from > noun - MOST_BEFORE
                && from > 0
                && !t.beginsLine(from)
                && t.isCapital(from - 1)
                && !t.afterGap(from)
                && !t.is(from - 1, WordFacts.TITLE | WordFacts.RELATION | WordFacts.LABEL)) {
            from--;
        }
        add(t, from, end, spans);
    }

    /** "agency Cradle & Hearth,": two capital words, and what leads to a place. */
    private static void pair(Tokens t, int and, List<PhiSpan> spans) {
        boolean words = t.letterIsCapital(and - 1)
                && t.letterIsCapital(and + 1)
                && !t.beginsLine(and)
                && !t.beginsLine(and + 1)
                && !t.is(and - 1, NEVER)
                && !t.is(and + 1, NEVER);
        int before = and - 2;
        boolean led =
                HELPING.contains(t.folded(before)) || (t.isMark(before, ':') && HELPING.contains(t.folded(before - 1)));
        if (words && led && !t.beginsLine(and - 1)) {
            add(t, and - 1, and + 2, spans);
        }
    }

    private static void besideRoad(Tokens t, int from, int behind, List<PhiSpan> spans) {
        if (ROAD_BEFORE.contains(t.folded(from - 1)) && t.isCapital(from - 1) && !t.beginsLine(from)) {
            add(t, from - 1, from, spans);
        }
        int at = t.isMark(behind, ',') ? behind + 1 : behind;
        if ((t.folded(at).equals("box") || t.folded(at).equals("bx")) && t.isNumber(at + 1)) {
            int end = t.isWord(at + 2) && t.touches(at + 2) && t.length(at + 2) == 1 ? at + 3 : at + 2;
            add(t, at, end, spans);
            behind = end;
        }
        int town = behind + 1;
        if (t.isMark(behind, ',') && t.letterIsCapital(town) && !t.beginsLine(town) && !t.is(town, NEVER)) {
            int end = town + 1;
            while (end < town + 2 && t.letterIsCapital(end) && !t.beginsLine(end) && !t.is(end, NEVER)) {
                end++;
            }
            add(t, town, end, spans);
        }
    }

    private static void add(Tokens t, int from, int to, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.GEOGRAPHY, "place.joined"));
    }
}
