package org.residency.deidentification;

import java.util.List;
import org.residency.deidentification.NameReader.Evidence;

/** A capital word that no list has, or only a list of names: somebody, unless what stands around it is medicine. */
final class UnknownNames {
    private static final int MOST_HYPHENED = 16;
    private static final List<String> LATIN_ENDINGS = List.of("ae", "i", "us", "is", "um", "a");

    private UnknownNames() {}

    /** A word with a capital that no list has: a name, or behind "in" or "from" a place. */
    static void unknown(Tokens t, int i, List<PhiSpan> spans) {
        boolean listed = NameReader.isListed(t, i);
        boolean ordinary = !listed && t.appearsSmall(i) && !t.letterIsCapital(i + 1);
        if (ordinary || (!listed && t.isMixedAbbreviation(i))) {
            return;
        }
        if (t.isUpper(i)) {
            boolean long4 = t.length(i) > 4;
            if (!(t.inUpperLine(i)
                    ? long4 || (listed && t.length(i) > 2)
                    : (listed && t.length(i) > 3) || t.length(i) > 5)) {
                return;
            }
        }
        int end = Math.max(i + 1, NameReader.end(t, i, Evidence.NONE, false));
        int run = end;
        while (run < end + MOST_HYPHENED
                && t.isMark(run, '-')
                && t.touches(run)
                && t.isWord(run + 1)
                && t.touches(run + 1)) {
            run += 2;
        }
        if (Shield.covers(t, i, run) || Shield.covers(t, i, end)) {
            return;
        }
        boolean heading = t.isMark(end, ':') && t.beginsLine(i) && !listed && end == i + 1;
        boolean latin = t.isWord(end)
                && !t.isCapital(end)
                && t.is(end, WordFacts.CLINICAL)
                && isLatin(t.folded(end))
                && !t.is(end, WordFacts.COMMON);
        boolean nothing = (t.isMark(end)
                        && ":/".indexOf(t.text.charAt(t.start(end))) >= 0
                        && t.touches(end)
                        && t.length(i) <= 4
                        && !listed)
                || (t.isMark(end, '.') && t.isMark(end + 1, ':'));
        boolean foreign = t.isWord(i + 1)
                && !t.isCapital(i + 1)
                && t.facts(i + 1) == 0
                && t.isWord(i + 2)
                && !t.isCapital(i + 2)
                && t.facts(i + 2) == 0
                && t.beginsSentence(i)
                && !listed;
        if (heading || latin || foreign || nothing) {
            return;
        }
        boolean eponym = end == i + 1
                && t.is(i, WordFacts.EPONYM)
                && t.beginsSentence(i)
                && !t.is(end, WordFacts.VERB | WordFacts.CREDENTIAL)
                && !t.folded(end).equals("pgy")
                && !t.folded(end).equals("then")
                && !t.isMark(end)
                && t.isWord(end);
        if (eponym) {
            return;
        }
        // Every sentence begins with a capital: there it takes a second one, or what only people do.
        boolean alone = end == i + 1 && !listed && t.beginsSentence(i) && !t.inUpperLine(i);
        boolean did = t.isWord(end)
                && !t.isCapital(end)
                && t.length(end) > 4
                && t.folded(end).endsWith("ed")
                && !t.beginsLine(end);
        if (alone && !did && !t.is(end, WordFacts.VERB) && !t.isMark(end, '\'') && t.length(i) > 2) {
            return;
        }
        int before = i - 1;
        if (t.folded(before).equals("the")) {
            before--;
        }
        boolean place = t.is(before, WordFacts.PLACE_PREPOSITION)
                && !t.folded(before).equals("of")
                && !t.folded(before).equals("to")
                && !listed;
        spans.add(new PhiSpan(
                t.start(i),
                t.end(end - 1),
                place ? PhiClass.GEOGRAPHY : PhiClass.NAME,
                place ? "place.unknown" : "name.unknown"));
    }

    private static boolean isLatin(String word) {
        return LATIN_ENDINGS.stream().anyMatch(word::endsWith);
    }
}
