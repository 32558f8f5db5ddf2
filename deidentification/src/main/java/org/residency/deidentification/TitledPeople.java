package org.residency.deidentification;

import java.util.List;

/** Somebody behind a title, role or grade: "Senator Whitlow", "Dr. D,", "ms crisp verbalised", "CO Sharpe", "MS3 Ng". */
final class TitledPeople {
    private TitledPeople() {}

    static void titled(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.isMark(i + 1, '.') && t.touches(i + 1) ? i + 2 : i + 1;
        if (t.letterIsCapital(at)
                && !t.inUpperLine(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !(t.is(at, SurmisedPersonDetector.NEVER | WordFacts.DENIED | WordFacts.FACILITY)
                        && !t.is(at, WordFacts.NAME_LIKE))
                && (t.is(at, SurmisedPersonDetector.NAMING)
                        || !t.is(at, WordFacts.COMMON | WordFacts.CLINICAL)
                        || t.isCapital(i))
                && !Shield.covers(t, at, at + 1)) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            SurmisedPersonDetector.add(t, at, end, "name.title", spans);
        }
    }

    static void courtesy(Tokens t, int i, String title, List<PhiSpan> spans) {
        boolean dotted = t.isMark(i + 1, '.') && t.touches(i + 1);
        int at = dotted ? i + 2 : i + 1;
        if (!t.isWord(at) || t.beginsLine(at)) {
            return;
        }
        // "Dr. D, did my labs"
        if (t.isUpper(at) && t.length(at) == 1 && !t.touches(at)) {
            boolean closed =
                    at + 1 == t.count() || (t.isMark(at + 1) && !t.isMark(at + 1, '/') && !t.isMark(at + 1, '&'));
            if (closed && (dotted || t.letterIsCapital(i))) {
                SurmisedPersonDetector.add(t, at, at + 1, "name.title", spans);
            }
            return;
        }
        // "ms crisp verbalised", "doctor rivers in"
        boolean lower = t.inLowerLine(at) && !t.isCapital(at) && !t.isUpper(i) && t.length(at) > 2;
        if (lower && !t.is(at, SurmisedPersonDetector.NEVER | WordFacts.VERB | WordFacts.DENIED)) {
            boolean doing = t.is(at + 1, WordFacts.VERB)
                    || t.folded(at + 1).endsWith("ed")
                    || t.isMark(at + 1)
                    || at + 1 == t.count()
                    || t.is(at + 1, WordFacts.PLACE_PREPOSITION)
                    || t.is(at + 1, WordFacts.COMMON);
            boolean likely = t.is(at, SurmisedPersonDetector.NAMING)
                    || (!title.equals("ms")
                            && !title.equals("miss")
                            && !t.is(at, WordFacts.CLINICAL)
                            && t.folded(at - 1).equals(title))
                    || (t.is(at, WordFacts.COMMON)
                            && (t.is(at + 1, WordFacts.VERB) || t.folded(at + 1).endsWith("ed")));
            if (doing && likely) {
                SurmisedPersonDetector.add(t, at, at + 1, "name.title", spans);
            }
        }
    }

    /** "CO Sharpe present": a role in capitals before a word that may be a name, and no medical one. */
    static void roleName(Tokens t, int at, List<PhiSpan> spans) {
        if (t.letterIsCapital(at)
                && !t.beginsLine(at)
                && t.length(at) > 1
                && !t.is(at, SurmisedPersonDetector.NEVER | WordFacts.DENIED)
                && !SurmisedPersonDetector.isMedical(t, at)
                && (t.is(at, SurmisedPersonDetector.NAMING) || NameReader.isUnknown(t, at))
                && !Shield.covers(t, at, at + 1)) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            SurmisedPersonDetector.add(t, at, end, "name.role", spans);
        }
    }

    static void capital(Tokens t, int at, String rule, List<PhiSpan> spans) {
        if (t.letterIsCapital(at)
                && !t.beginsLine(at)
                && !t.touches(at)
                && !t.is(at, SurmisedPersonDetector.NEVER)
                && !SurmisedPersonDetector.isMedical(t, at)
                && (t.is(at, SurmisedPersonDetector.NAMING) || NameReader.isUnknown(t, at))) {
            int end = Math.max(at + 1, NameReader.end(t, at, NameReader.Evidence.LIKELY, false));
            SurmisedPersonDetector.add(t, at, end, rule, spans);
        }
    }

    static int numbered(Tokens t, int i) {
        return t.isMark(i + 1, '-') && t.touches(i + 1) ? i + 2 : i + 1;
    }
}
