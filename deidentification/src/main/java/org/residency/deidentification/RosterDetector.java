package org.residency.deidentification;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * People in lists, where few words stand around a name: "Goh, S M; Wray, B.", "Bed 6 Bloom: DKA", "Nell (sister)", "baby
 * girl Stone", "Rivers to follow", "KLM:tb", "phoned by JLH".
 */
final class RosterDetector implements PhiDetector {
    private static final int NAMING = WordFacts.NAME_LIKE | WordFacts.FIRST_NAME | WordFacts.SURNAME;
    private static final int NEVER = WordFacts.TITLE
            | WordFacts.RELATION
            | WordFacts.STAFF
            | WordFacts.CREDENTIAL
            | WordFacts.LABEL
            | WordFacts.WEEKDAY
            | WordFacts.MONTH
            | WordFacts.SERVICE
            | WordFacts.UNIT
            | WordFacts.LARGE_PLACE
            | WordFacts.FRAME;
    private static final Set<String> ROOMS = WordSet.of("bed", "rm", "room", "bay", "pod", "slot", "chair");
    private static final Map<String, Set<String>> LISTS = WordList.roles("rules/roster.txt");
    /** What the rules below begin with, but for names. */
    static final Set<String> STARTS = LISTS.get("starts");

    private static final Set<String> TO_DO = LISTS.get("to-do");
    private static final Set<String> CHILDREN = WordSet.of("baby", "infant", "newborn", "twin", "triplet", "bb", "bg");
    private static final Set<String> SEXES = WordSet.of("boy", "girl", "a", "b", "c", "male", "female", "one", "two");
    private static final Set<String> TOLD = LISTS.get("told");
    private static final Set<String> BEHIND_INITIALS = WordSet.of("d", "t", "dd", "dt", "job", "doc", "md", "rn");

    @Override
    public void detect(Tokens t, List<PhiSpan> spans) {
        for (int i = 0; i < t.count(); i++) {
            if (!t.isWord(i)) {
                if (t.isNumber(i)) {
                    cubicle(t, i, spans);
                }
                continue;
            }
            String word = t.folded(i);
            if (t.isCapital(i) && t.length(i) > 1) {
                withInitials(t, i, spans);
                withRelation(t, i, spans);
                footer(t, i, spans);
                if (t.letterIsCapital(i) && t.folded(i + 1).equals("to") && TO_DO.contains(t.folded(i + 2))) {
                    person(t, i, true, spans);
                }
            }
            if (!t.is(i, WordFacts.TRIGGER)) {
                continue;
            }
            if (ROOMS.contains(word)) {
                inRoom(t, i, spans);
            }
            if (CHILDREN.contains(word)) {
                child(t, i, spans);
            }
            if (word.equals("by") || word.equals("initials")) {
                initials(t, i, spans);
            }
        }
    }

    /** "Goh, S M;", "FINNEGAN, P 34/M", "Wray, B. Methotrexate". */
    private static void withInitials(Tokens t, int i, List<PhiSpan> spans) {
        if (!t.isMark(i + 1, ',') || !isSomebody(t, i) || (t.touches(i) && !t.isMark(i - 1, '-'))) {
            return;
        }
        int end = i + 2;
        int initials = 0;
        while (initials < 3 && t.isUpper(end) && t.length(end) == 1 && !t.beginsLine(end)) {
            if (t.isNumber(end + 1) && t.touches(end + 1)) {
                return;
            }
            end += t.isMark(end + 1, '.') && t.touches(end + 1) ? 2 : 1;
            initials++;
        }
        boolean alone = t.isWord(end) && !t.isCapital(end) && !t.beginsLine(end) && !t.isMark(end - 1);
        boolean pronoun = t.folded(i + 2).equals("i") && t.isWord(i + 3) && !t.isCapital(i + 3);
        // "FOOSH, R" is a side; a name in capitals among small letters is one that a list has.
        boolean listed = t.is(i, WordFacts.SURNAME | WordFacts.FIRST_NAME);
        boolean side = t.folded(i + 2).equals("r") || t.folded(i + 2).equals("l");
        boolean shouted = t.isUpper(i) && !t.inUpperLine(i) && !t.isNumber(end) && !t.beginsSentence(i);
        if (!listed && (side || shouted)) {
            return;
        }
        if (initials > 0 && !alone && !pronoun) {
            spans.add(span(t, i, end));
        }
    }

    /** "Nell (sister)", "Xiomara (case mgr)", "Nana (grandmother)". */
    private static void withRelation(Tokens t, int i, List<PhiSpan> spans) {
        boolean told = t.isMark(i + 1, '(')
                && (t.is(i + 2, WordFacts.RELATION | WordFacts.STAFF | WordFacts.CREDENTIAL | WordFacts.SERVICE)
                        || t.folded(i + 2).equals("case"))
                && (t.isMark(i + 3, ')') || t.isMark(i + 4, ')') || t.isMark(i + 3, ','));
        if (!told || t.is(i, WordFacts.CLINICAL | WordFacts.DENIED | WordFacts.SERVICE | WordFacts.STAFF)) {
            return;
        }
        boolean calledSo = t.letterIsCapital(i) && t.is(i, WordFacts.SOFT_TITLE);
        if (calledSo || (isSomebody(t, i) && (t.letterIsCapital(i) || t.inUpperLine(i)))) {
            int first = t.letterIsCapital(i - 1) && t.is(i - 1, NAMING) && !t.is(i - 1, NEVER) ? i - 1 : i;
            spans.add(span(t, first, i + 1));
        }
    }

    /** "KLM:tb D: 3/4" at the head of a line: who dictated and who typed. */
    private static void footer(Tokens t, int i, List<PhiSpan> spans) {
        boolean both = t.beginsLine(i)
                && t.isUpper(i)
                && t.length(i) <= 4
                && !t.is(i, WordFacts.KNOWN)
                && (t.isMark(i + 1, ':') || t.isMark(i + 1, '/'))
                && t.touches(i + 1)
                && t.isWord(i + 2)
                && t.touches(i + 2)
                && !t.isCapital(i + 2)
                && t.length(i + 2) <= 3;
        if (both
                && (t.beginsLine(i + 3)
                        || i + 3 == t.count()
                        || t.isNumber(i + 3)
                        || BEHIND_INITIALS.contains(t.folded(i + 3)))) {
            spans.add(span(t, i, i + 3));
        }
    }

    /** "Bed 6 Bloom: DKA", "Rm 12: Banks", and "Alvarez - bed 4". */
    private static void inRoom(Tokens t, int i, List<PhiSpan> spans) {
        if (t.isNumber(i + 1)) {
            int at = i + 2;
            if (t.isWord(at) && t.touches(at) && t.length(at) == 1) {
                at++;
            }
            if (t.isMark(at, ':') || t.isMark(at, '-') || t.isMark(at, ',')) {
                at++;
            }
            person(t, at, false, spans);
        }
        int before = i - 1;
        if ((t.isMark(before, '-') || t.isMark(before, ',') || t.isMark(before, '(')) && t.beginsSentence(before - 1)) {
            person(t, before - 1, false, spans);
        }
    }

    /** "412A Stone CHF" at the head of a line or behind a comma. */
    private static void cubicle(Tokens t, int i, List<PhiSpan> spans) {
        boolean room = t.length(i) >= 2
                && t.length(i) <= 4
                && t.isUpper(i + 1)
                && t.length(i + 1) == 1
                && t.touches(i + 1)
                && (t.beginsLine(i) || t.isMark(i - 1, ',') || t.isMark(i - 1, ';'));
        if (room && (t.is(i + 3, WordFacts.CLINICAL) || t.isMark(i + 3))) {
            person(t, i + 2, false, spans);
        }
    }

    /** "Baby Girl Stone", "baby boy Tate", "Twin A (Tate)", "BB Rivers", "baby arlo". */
    private static void child(Tokens t, int i, List<PhiSpan> spans) {
        int at = SEXES.contains(t.folded(i + 1)) ? i + 2 : i + 1;
        if (t.isMark(at, '(') || t.isMark(at, '-')) {
            at++;
        }
        if (t.beginsLine(at) || (t.isUpper(i) && t.length(i) == 2 && t.inUpperLine(i))) {
            return;
        }
        boolean small = !t.isCapital(at)
                && t.is(at, WordFacts.FIRST_NAME)
                && !t.is(at, WordFacts.KNOWN | WordFacts.VERB | NEVER);
        boolean unlisted = t.letterIsCapital(at) && NameReader.isUnknown(t, at) && at == i + 1;
        if (small || unlisted) {
            spans.add(span(t, at, at + 1));
        } else {
            person(t, at, false, spans);
        }
    }

    /** "by JLH." behind what somebody did, "initials HJW". */
    private static void initials(Tokens t, int i, List<PhiSpan> spans) {
        int at = t.isMark(i + 1, ':') ? i + 2 : i + 1;
        boolean letters = t.isUpper(at)
                && !t.inUpperLine(at)
                && t.length(at) >= 2
                && t.length(at) <= 3
                && !t.is(at, WordFacts.KNOWN | WordFacts.CREDENTIAL)
                && (t.isMark(at + 1) || at + 1 >= t.count() || t.beginsLine(at + 1) || t.isNumber(at + 1));
        if (!letters || (t.isMark(at + 1, '-') && t.touches(at + 1))) {
            return;
        }
        boolean told = t.folded(i).equals("initials");
        for (int back = 1; back <= 9 && !told && i - back >= 0 && !t.isMark(i - back, ';'); back++) {
            told = TOLD.contains(t.folded(i - back));
        }
        if (told) {
            spans.add(span(t, at, at + 1));
        }
    }

    private static void person(Tokens t, int i, boolean alone, List<PhiSpan> spans) {
        boolean fits = t.letterIsCapital(i)
                && !t.beginsLine(i + (alone ? 1 : 0))
                && isSomebody(t, i)
                && t.is(i, NAMING)
                && !Shield.covers(t, i, i + 1);
        if (fits) {
            boolean second = t.letterIsCapital(i + 1) && isSomebody(t, i + 1) && !t.beginsLine(i + 1);
            spans.add(span(t, i, second ? i + 2 : i + 1));
        }
    }

    private static boolean isSomebody(Tokens t, int i) {
        return (t.is(i, NAMING) || NameReader.isUnknown(t, i) || t.is(i, WordFacts.EPONYM))
                && !t.is(i, NEVER)
                && (!t.is(i, WordFacts.DENIED | WordFacts.CLINICAL)
                        || t.is(i, WordFacts.NAME_LIKE)
                        || (t.is(i, WordFacts.EPONYM) && !t.is(i, WordFacts.DENIED)));
    }

    private static PhiSpan span(Tokens t, int from, int to) {
        int last = t.isMark(to - 1) ? to - 2 : to - 1;
        return new PhiSpan(t.start(from), t.end(last), PhiClass.NAME, "name.roster");
    }
}
