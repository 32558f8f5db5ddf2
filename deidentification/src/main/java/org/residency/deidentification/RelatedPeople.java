package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Somebody beside a relation: "your son Atlas", "addison her daughter", "visitor (big al)". */
final class RelatedPeople {
    private static final Set<String> WHOSE =
            WordSet.of("his", "her", "their", "your", "my", "our", "pt's", "patient's");
    private static final Set<String> WITH = WordSet.of("with", "w", "by", "and", "from", "to", "via", "per");

    private RelatedPeople() {}

    static void relative(Tokens t, int i, List<PhiSpan> spans) {
        boolean inLaw = t.folded(i + 1).equals("in") && t.folded(i + 2).equals("law");
        int at = inLaw ? i + 3 : i + 1;
        boolean whose = WHOSE.contains(t.folded(i - 1));
        boolean cell = t.folded(at + 1).equals("cell") && (t.isNumber(at + 2) || t.isMark(at + 2));
        if (t.letterIsCapital(at)
                && !t.inUpperLine(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !t.is(at, SurmisedPersonDetector.NEVER | WordFacts.DENIED)
                && (cell || !Shield.framedBehind(t, at, at + 1))
                && !Shield.dosed(t, at + 1)) {
            boolean doing = t.is(at + 1, WordFacts.VERB) && !t.isCapital(at + 1);
            boolean opens = t.isCapital(i) && t.beginsSentence(i);
            boolean telephoned = cell || t.folded(at + 1).equals("at") || t.isNumber(at + 1) || t.isMark(at + 1, '(');
            if ((whose && !t.isCapital(i))
                    || ((opens || inLaw)
                            && (doing || telephoned)
                            && (doing
                                    || t.length(at) <= 3
                                    || t.is(at, SurmisedPersonDetector.NAMING)
                                    || NameReader.isUnknown(t, at)))) {
                SurmisedPersonDetector.add(t, at, at + 1, "name.relative", spans);
            }
        }
        // "roommate's visitor (big al)"
        if (t.isMark(at, '(') && t.inLowerLine(i) && t.isWord(at + 1)) {
            int close = at + 1;
            boolean name = false;
            while (close < at + 4 && t.isWord(close)) {
                name |= t.is(close, WordFacts.FIRST_NAME) || NameReader.isUnknown(t, close);
                close++;
            }
            boolean plain = t.is(at + 1, SurmisedPersonDetector.NEVER | WordFacts.CLINICAL | WordFacts.VERB);
            if (t.isMark(close, ')') && close - at > 1 && name && !plain) {
                SurmisedPersonDetector.add(t, at + 1, close, "name.relative", spans);
            }
        }
    }

    /** "home with [addison] her daughter". */
    static void beforeRelation(Tokens t, int at, List<PhiSpan> spans) {
        int name = t.isMark(at, ',') ? at - 1 : at;
        boolean hyphened = t.isMark(name - 1, '-') && t.touches(name);
        int first = hyphened ? name - 2 : name;
        boolean led = WITH.contains(t.folded(first - 1))
                || (t.isMark(at, ',') && t.letterIsCapital(first) && t.beginsSentence(first));
        if (t.isWord(name)
                && t.length(name) > 2
                && led
                && (t.is(name, SurmisedPersonDetector.NAMING) || NameReader.isUnknown(t, name))
                && !t.is(name, SurmisedPersonDetector.NEVER | WordFacts.VERB | WordFacts.DENIED)) {
            SurmisedPersonDetector.add(t, first, name + 1, "name.apposition", spans);
        }
    }

    static boolean isRelationNear(Tokens t, int is) {
        for (int back = 1; back <= 4; back++) {
            if (t.is(is - back, WordFacts.RELATION | WordFacts.STAFF)) {
                return true;
            }
        }
        return false;
    }
}
