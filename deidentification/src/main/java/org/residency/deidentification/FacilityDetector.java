package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Facilities by their noun: "Tannersville Memorial Hospital", "green valley medical center". */
final class FacilityDetector implements PhiDetector {
    private static final Set<String> SAINTS = WordSet.of("st", "mt", "ft");
    private static final Set<String> NOT_BEFORE_TOWN = WordSet.of("by", "with", "the", "and");
    private static final Set<String> SOFT_FACILITY =
            WordList.roles("rules/facility.txt").get("soft-facility");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.is(i, WordFacts.FACILITY)) {
                facility(t, i, spans);
            }
        }
    }

    private static void facility(Tokens t, int f, List<PhiSpan> spans) {
        boolean mixed = !t.inUpperLine(f) && !t.inLowerLine(f) && t.isCapital(f);
        boolean soft = SOFT_FACILITY.contains(t.folded(f));
        if ((!mixed && !t.inUpperLine(f) && !t.inLowerLine(f)) || t.isMark(f + 1, ':')) {
            return;
        }
        int first = f;
        int specific = 0;
        int at = f - 1;
        while (at >= 0 && f - at <= 8) {
            if (t.isMark(at, '\'')
                    || t.isMark(at, '&')
                    || (t.isMark(at, '-') && t.touches(at))
                    || (t.isMark(at, '.') && t.touches(at) && SAINTS.contains(t.folded(at - 1)))) {
                at--;
                continue;
            }
            if (!t.isWord(at) || t.beginsParagraph(at + 1)) {
                break;
            }
            String word = t.folded(at);
            if (mixed) {
                if (t.beginsLine(at + 1) && t.isMark(at)) {
                    break;
                }
                boolean join = (!t.isCapital(at)
                                && (PlaceReader.JOINING.contains(word) || t.is(at, WordFacts.PARTICLE))
                                && t.isCapital(at - 1)
                                && !word.equals("at")
                                && !word.equals("for"))
                        || (word.equals("s") && t.touches(at));
                if (!join
                        && (!t.isCapital(at)
                                || (t.is(at, WordFacts.TITLE) && !word.equals("st"))
                                || (t.isUpper(at)
                                        && t.length(at) <= 4
                                        && !t.isUpper(f)
                                        && t.is(at, WordFacts.CLINICAL)))) {
                    break;
                }
                if (!join) {
                    first = at;
                    specific += PlaceReader.isSpecific(t, at, soft) ? 1 : 0;
                }
            } else {
                boolean stop = (t.is(at, WordFacts.PLACE_PREPOSITION | WordFacts.VERB) && !word.equals("of"))
                        || word.equals("by")
                        || word.equals("with")
                        || word.equals("the")
                        || word.equals("and")
                        || word.equals("a")
                        || (t.is(at, WordFacts.RELATION | WordFacts.TITLE) && !word.equals("st"))
                        || word.equals("was")
                        || word.equals("call");
                if (stop || f - at > 4) {
                    break;
                }
                first = at;
                boolean plain =
                        t.is(at, WordFacts.GENERIC_PLACE | WordFacts.CLINICAL | WordFacts.UNIT | WordFacts.DENIED)
                                || (t.is(at, WordFacts.COMMON) && !t.is(at, WordFacts.NAME_LIKE));
                specific += plain ? 0 : 1;
            }
            at--;
        }
        if (mixed) {
            // "The" and verbs before the name are no part of it.
            while (first < f
                    && !t.is(first - 1, WordFacts.PLACE_PREPOSITION)
                    && (t.is(first, WordFacts.VERB) || t.is(first, WordFacts.DENIED))
                    && !t.is(first, WordFacts.NAME_LIKE | WordFacts.GENERIC_PLACE | WordFacts.FACILITY)) {
                specific -= PlaceReader.isSpecific(t, first, soft) ? 1 : 0;
                first++;
                while (first < f && !t.isCapital(first)) {
                    first++;
                }
            }
        } else if (!behindPlaceWord(t, first)) {
            return;
        }
        if (first < f && specific > 0) {
            int end = mixed ? Math.max(f + 1, PlaceReader.runEnd(t, f)) : facilityEnd(t, f + 1);
            spans.add(PlaceReader.span(t, first, end, "place.facility"));
        }
    }

    private static boolean behindPlaceWord(Tokens t, int first) {
        int before = first - 1;
        return t.is(before, WordFacts.PLACE_PREPOSITION)
                || NOT_BEFORE_TOWN.contains(t.folded(before))
                || t.beginsSentence(first);
    }

    private static int facilityEnd(Tokens t, int from) {
        int end = from;
        while (t.is(end, WordFacts.FACILITY) && !t.beginsLine(end)) {
            end++;
        }
        return end;
    }
}
