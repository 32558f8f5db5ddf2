package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/**
 * People by what is done with a name: 'goes by "smokey"', "left w/ jo.", "okayed by R.B.", "(p. reyes)", and short names that are
 * words where no such word can stand: "son an interprets".
 */
final class CalledNameDetector implements PhiDetector {
    private static final int NAMING = WordFacts.FIRST_NAME | WordFacts.SURNAME | WordFacts.NAME_LIKE;
    private static final int NEVER = WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.UNIT
            | WordFacts.SERVICE
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.NUMBER_WORD
            | WordFacts.FACILITY;
    private static final Set<String> CALLING = WordSet.of(
            "by",
            "called",
            "to",
            "as",
            "nickname",
            "nicknamed",
            "named",
            "name",
            "himself",
            "herself",
            "themself",
            "themselves",
            "aka",
            "call",
            "him",
            "her",
            "them",
            "moniker",
            "handle");
    private static final Set<String> CALLED = WordSet.of(
            "goes",
            "go",
            "going",
            "known",
            "answers",
            "called",
            "calls",
            "call",
            "likes",
            "prefers",
            "nickname",
            "named",
            "name",
            "as",
            "aka",
            "be");
    private static final Set<String> LEAVING = WordSet.of(
            "left",
            "home",
            "ride",
            "went",
            "drove",
            "lives",
            "stays",
            "here",
            "came",
            "arrived",
            "returned",
            "staying",
            "living",
            "rode");
    private static final int MOST_QUOTED = 3;
    private static final int WITH = 4;

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (t.isMark(i, '"')
                    && CALLING.contains(t.folded(i - 1))
                    && (CALLED.contains(t.folded(i - 2)) || CALLED.contains(t.folded(i - 1)))) {
                quoted(t, i + 1, spans);
            } else if (t.isMark(i, '/') && t.folded(i - 1).equals("w") && LEAVING.contains(t.folded(i - 2))) {
                companion(t, i + 1, spans);
            } else if (t.length(i) == WITH && t.folded(i).equals("with") && LEAVING.contains(t.folded(i - 1))) {
                companion(t, i + 1, spans);
            } else if (t.length(i) == 2 && t.folded(i).equals("by")) {
                initials(t, i + 1, spans);
            } else if (t.is(i, WordFacts.RELATION) && t.letterIsCapital(i + 1)) {
                kin(t, i + 1, spans);
            } else if (t.is(i, WordFacts.RELATION | WordFacts.TITLE) && !t.isCapital(i)) {
                shortName(t, i + 1, spans);
            }
        }
        int size = spans.size();
        for (int k = 0; k < size; k++) {
            if (spans.get(k).phiClass() == PhiClass.NAME) {
                smallInitial(t, t.at(spans.get(k).start()), spans);
            }
        }
    }

    private static void quoted(Tokens t, int from, List<PhiSpan> spans) {
        int end = from;
        while (end < from + MOST_QUOTED && t.isWord(end) && !t.beginsLine(end)) {
            end++;
        }
        boolean closed = t.isMark(end, '"') || (t.isMark(end) && t.isMark(end + 1, '"'));
        if (end > from && closed) {
            add(t, from, end, spans);
        }
    }

    /** Whom somebody left with: a word of names, and nothing behind it. */
    private static void companion(Tokens t, int at, List<PhiSpan> spans) {
        boolean closed = at + 1 >= t.count()
                || t.beginsLine(at + 1)
                || (t.isMark(at + 1) && ".,;)".indexOf(t.text.charAt(t.start(at + 1))) >= 0);
        boolean named = t.is(at, WordFacts.FIRST_NAME)
                || (t.is(at, NAMING) && t.letterIsCapital(at))
                || (t.letterIsCapital(at) && NameReader.isUnknown(t, at));
        if (t.isWord(at)
                && !t.beginsLine(at)
                && closed
                && named
                && t.length(at) > 1
                && !t.is(at, NEVER | WordFacts.CLINICAL | WordFacts.DENIED)) {
            add(t, at, at + 1, spans);
        }
    }

    /** "okayed by R.B. in billing". */
    private static void initials(Tokens t, int at, List<PhiSpan> spans) {
        boolean two = t.isUpper(at)
                && t.length(at) == 1
                && t.isMark(at + 1, '.')
                && t.touches(at + 2)
                && t.isUpper(at + 2)
                && t.length(at + 2) == 1
                && t.isMark(at + 3, '.');
        if (two && !t.beginsLine(at)) {
            add(t, at, at + 4, spans);
        }
    }

    /** "Mom Mirena jokes", "sib Kyleena, 3": a drug does nothing and has no age. */
    private static void kin(Tokens t, int at, List<PhiSpan> spans) {
        boolean doing = t.is(at + 1, WordFacts.VERB) && !t.is(at + 1, WordFacts.FRAME) && !t.isCapital(at + 1);
        boolean aged =
                t.isMark(at + 1, ',') && t.isNumber(at + 2) && t.length(at + 2) <= 2 && !t.is(at + 3, WordFacts.UNIT);
        if (!t.beginsLine(at)
                && t.is(at, WordFacts.CLINICAL | WordFacts.EPONYM)
                && !t.is(at, WordFacts.COMMON | WordFacts.FRAME | NEVER)
                && t.length(at) > 3
                && (doing || aged)) {
            add(t, at, at + 1, spans);
        }
    }

    /** "son an interprets", "ms ha says". */
    private static void shortName(Tokens t, int at, List<PhiSpan> spans) {
        if (t.isWord(at)
                && !t.isCapital(at)
                && !t.beginsLine(at)
                && t.length(at) <= 3
                && t.length(at) > 1
                && t.is(at, WordFacts.FIRST_NAME | WordFacts.SURNAME)
                && t.is(at + 1, WordFacts.VERB)
                && !t.is(at, WordFacts.VERB | WordFacts.PLACE_PREPOSITION | WordFacts.CREDENTIAL | WordFacts.UNIT)
                && !t.isCapital(at + 1)) {
            add(t, at, at + 1, spans);
        }
    }

    /** "p. reyes": the initial before a name that was found alone. */
    private static void smallInitial(Tokens t, int name, List<PhiSpan> spans) {
        boolean initial = t.isMark(name - 1, '.')
                && t.touches(name - 1)
                && t.isWord(name - 2)
                && t.length(name - 2) == 1
                && !t.isCapital(name - 2)
                && !(t.touches(name - 2) && !t.isMark(name - 3, '('))
                && !t.isCapital(name)
                && !t.beginsLine(name);
        if (initial) {
            add(t, name - 2, name - 1, spans);
        }
    }

    private static void add(Tokens t, int from, int to, List<PhiSpan> spans) {
        spans.add(new PhiSpan(t.start(from), t.end(to - 1), PhiClass.NAME, "name.called"));
    }
}
