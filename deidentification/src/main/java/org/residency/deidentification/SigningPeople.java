package org.residency.deidentification;

import java.util.List;

/** Somebody by a sign-off, by initials or in a chat: "thx bev", "Kj/PA", "tech: js", "pt k.m.", "[13:02] okafor.c:". */
final class SigningPeople {
    private SigningPeople() {}

    /** "thx bev", "yours, Rufus": one to three words, then the end of a line. */
    static void signOff(Tokens t, int i, List<PhiSpan> spans) {
        int at = i + 1;
        while (t.isMark(at, ',') || t.isMark(at, '!') || t.isMark(at, '-')) {
            at++;
        }
        int end = at;
        boolean name = false;
        while (end < at + 3 && t.isWord(end) && (end == at || !t.beginsLine(end))) {
            name |= t.is(end, SurmisedPersonDetector.NAMING) || NameReader.isUnknown(t, end);
            end++;
        }
        boolean closed = end == t.count()
                || t.beginsLine(end)
                || (t.isMark(end, '.') && (end + 1 == t.count() || t.beginsLine(end + 1)));
        if (end > at
                && name
                && closed
                && !t.is(at, SurmisedPersonDetector.NEVER & ~WordFacts.CREDENTIAL)
                && !(t.is(at, WordFacts.COMMON) && !t.is(at, SurmisedPersonDetector.NAMING))) {
            SurmisedPersonDetector.add(t, at, end, "name.signed", spans);
        }
    }

    /** "tech: js", "screened pk, qc do". */
    static void initialed(Tokens t, int i, List<PhiSpan> spans) {
        boolean colon = t.isMark(i + 1, ':') || t.isMark(i + 1, '/');
        int at = colon ? i + 2 : i + 1;
        boolean sized = t.isWord(at) && t.length(at) >= 2 && t.length(at) <= 3 && !t.beginsLine(at);
        boolean closed = at + 1 == t.count()
                || t.beginsLine(at + 1)
                || ((t.isMark(at + 1, ',') || t.isMark(at + 1, '.') || t.isMark(at + 1, ';') || t.isMark(at + 1, ')'))
                        && !(t.touches(at + 2) && t.isWord(at + 2)));
        boolean plain = t.is(at, WordFacts.COMMON | WordFacts.CLINICAL | WordFacts.CREDENTIAL)
                && !(t.folded(i).equals("qc") && t.length(at) == 2);
        if (sized
                && closed
                && !plain
                && (colon || !t.folded(i).equals("by"))
                && (colon || t.inLowerLine(i) || t.isUpper(at))) {
            SurmisedPersonDetector.add(t, at, at + 1, "name.initials", spans);
        }
    }

    /** "teague m  age 29", "pt k.m. 62m", "initials B-T". */
    static void shortened(Tokens t, int i, String word, List<PhiSpan> spans) {
        if ((t.is(i, SurmisedPersonDetector.NAMING) || NameReader.isUnknown(t, i))
                && t.inLowerLine(i)
                && t.isWord(i + 1)
                && t.length(i + 1) == 1
                && !t.touches(i + 1)
                && SurmisedPersonDetector.RECORDED.contains(t.folded(i + 2))
                && !t.is(i, SurmisedPersonDetector.NEVER | WordFacts.CLINICAL | WordFacts.DENIED)) {
            SurmisedPersonDetector.add(t, i, i + 2, "name.header", spans);
        }
        if ((word.equals("pt") || word.equals("patient"))
                && t.isWord(i + 1)
                && t.length(i + 1) == 1
                && t.isMark(i + 2, '.')
                && t.isWord(i + 3)
                && t.length(i + 3) == 1
                && t.isMark(i + 4, '.')
                && t.touches(i + 3)) {
            SurmisedPersonDetector.add(t, i + 1, i + 4, "name.initials", spans);
        }
        if ((word.equals("initials") || word.equals("init")) && !t.beginsLine(i + 1)) {
            int at = t.isMark(i + 1, ':') ? i + 2 : i + 1;
            int end = at;
            while (end < at + 5
                    && ((t.isUpper(end) && t.length(end) <= 3) || (end > at && t.touches(end) && t.isMark(end)))
                    && (end == at || t.touches(end))) {
                end++;
            }
            if (end > at) {
                SurmisedPersonDetector.add(t, at, end, "name.initials", spans);
            }
        }
    }

    /** "[13:02] okafor.c: ", "[09:15] hb_rt:". */
    static void chat(Tokens t, int open, List<PhiSpan> spans) {
        int close = open + 1;
        while (close < open + 10 && !t.isMark(close, ']')) {
            close++;
        }
        if (!t.isNumber(open + 1) || !t.isMark(close, ']')) {
            return;
        }
        int from = close + 1;
        int end = from;
        int paren = -1;
        while (end < from + 8 && end < t.count() && !t.beginsLine(end) && !t.isMark(end, ':')) {
            if (t.isMark(end, '(') && paren < 0) {
                paren = end;
            }
            end++;
        }
        if (t.isMark(end, ':') && end > from && t.isWord(from)) {
            SurmisedPersonDetector.add(t, from, paren > from ? paren : end, "name.chat", spans);
        }
    }
}
