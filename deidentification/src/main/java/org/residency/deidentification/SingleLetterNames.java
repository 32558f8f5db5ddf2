package org.residency.deidentification;

import java.util.List;
import java.util.Set;

/** Names of single letters: initials with full stops, and names spelled one by one. */
final class SingleLetterNames {
    private static final Set<String> DOTTED = WordSet.of(
            "bp", "hr", "rr", "iv", "im", "po", "pr", "er", "or", "mi", "ef", "gi", "gu", "ob", "us", "uk", "ie", "eg",
            "am", "pm", "prn", "bid", "tid", "qid", "od", "os", "ou", "md", "do", "rn", "np", "pa", "dc", "sq", "sl",
            "hs", "ac", "pc", "cc", "icu", "ed", "ekg", "ecg", "ct", "mri", "tb", "hiv", "ptsd", "ad", "bc", "usa",
            "eu", "ps", "cns", "csf", "bmi", "oob", "doe", "sob", "dob", "mrn", "ssn", "va", "nyc", "la", "sc", "nc",
            "nj", "ny");
    private static final int FEWEST_SPELLED = 5;
    private static final int MOST_SPELLED = 40;

    private SingleLetterNames() {}

    /** "J.T. hit his head" and "T h e o  P r y c e"; the last token that was read. */
    static int read(Tokens t, int i, List<PhiSpan> spans) {
        int end = i;
        int singles = 0;
        boolean dotted = t.isMark(i + 1, '.') && t.touches(i + 1);
        if (dotted) {
            while (t.isUpper(end) && t.length(end) == 1 && t.isMark(end + 1, '.') && t.touches(end + 1)) {
                end += 2;
                singles++;
            }
            String joined = initials(t, i, end);
            boolean term = DOTTED.contains(joined);
            boolean doing = t.is(end, WordFacts.VERB) && !t.isCapital(end);
            boolean aged = t.isMark(end, ',')
                    && (t.folded(end + 1).equals("a")
                            || t.folded(end + 1).equals("an")
                            || (t.isNumber(end + 1) && t.length(end + 1) <= 2));
            boolean of = aged
                    || t.isMark(end, '\'')
                    || t.is(i - 1, WordFacts.RELATION | WordFacts.STAFF | WordFacts.SOFT_TITLE);
            if (singles >= 2 && singles <= 3 && !term && (doing || of)) {
                spans.add(ContextNameDetector.span(t, i, end, "name.initials"));
            }
            if ((joined.equals("aka") || joined.equals("fka")) && t.letterIsCapital(end)) {
                spans.add(ContextNameDetector.span(
                        t,
                        end,
                        Math.max(end + 1, NameReader.end(t, end, NameReader.Evidence.SURE, false)),
                        "name.called"));
            }
            return singles > 1 ? end - 1 : i;
        }
        while (t.isWord(end)
                && t.length(end) == 1
                && end < i + MOST_SPELLED
                && (end == i || (!t.touches(end) && !t.beginsLine(end)))) {
            end++;
        }
        if (end - i >= FEWEST_SPELLED && !t.isNumber(end) && !isAlphabet(t, i)) {
            spans.add(ContextNameDetector.span(t, i, end, "name.spelled"));
        }
        return Math.max(i, end - 1);
    }

    private static boolean isAlphabet(Tokens t, int i) {
        return t.folded(i).equals("a")
                && t.folded(i + 1).equals("b")
                && t.folded(i + 2).equals("c");
    }

    private static String initials(Tokens t, int from, int to) {
        StringBuilder joined = new StringBuilder();
        for (int i = from; i < to; i += 2) {
            joined.append(t.folded(i));
        }
        return joined.toString();
    }
}
